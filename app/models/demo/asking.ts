import type { Chance } from './chance.ts'

const wishes: readonly [number[], ...number[][]] = [
  [2],
  [2, 1],
  [2, 1],
  [1],
  [4, 2],
  [4, 2, 1],
  [4, 3, 2],
  [3, 2, 1],
  [3],
  [6, 4, 2],
  [4],
  [8, 6, 4, 2],
]

const remarks: readonly [string, ...string[]] = [
  'It would be my daughter’s first time.',
  'We lost out the last two times.',
  'My parents are visiting that week.',
  'Two are enough, four would be lovely.',
  'I can pick the tickets up myself.',
  'Anniversary!',
  'Wheelchair place needed, please.',
  'Happy to swap with somebody if that helps.',
  'Aisle seats if there is a choice.',
  'Würde mich sehr freuen, zur Not auch eine einzelne Karte.',
  'If it must be one only, then rather none.',
  'For my whole team.\nWe would share what we get.',
]

export function askFor(chance: Chance, mostPerRequest: number): { sizes: number[]; note: string } {
  const sizes = chance.pick(wishes).filter(size => size <= mostPerRequest)
  const note = chance.isOnceIn(3) ? chance.pick(remarks) : ''
  return { sizes: sizes.length > 0 ? sizes : [mostPerRequest], note }
}
