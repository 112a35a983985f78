import { type Claim, MORE_TICKETS, type Reading, saidNumber, WERE_LEFT } from './reading.ts'

export const claimsInTurns: readonly Claim[] = [
  [
    'In the first round nobody could get more than (\\d+)\\.',
    ({ world }, cap) =>
      world.problem.rule === 'plain' && world.problem.options.cap === saidNumber(cap),
  ],
  [
    'The smallest number you asked for was (\\d+), so you had to wait for the second round\\.',
    ({ world, entry }, smallest) =>
      entry.sizes.at(-1) === saidNumber(smallest) &&
      world.turnsOf(entry.code).every(turn => turn.pass === 2),
  ],
  [
    '(?:(The only) ticket|All ((?!1 )\\d+) tickets) had gone before your turn\\.',
    ({ world, entry }, all) =>
      world.turnsOf(entry.code)[0]?.left === 0 &&
      world.toDraw === (all === 'The only' ? 1 : saidNumber(all)),
  ],
  [
    `When your turn came, ${WERE_LEFT}\\.`,
    ({ world, entry }, left) => {
      const [first] = world.turnsOf(entry.code)
      return first?.left === saidNumber(left) && first.left < (entry.sizes.at(-1) ?? 0)
    },
  ],
  [
    `At your (first turn|turn) ${WERE_LEFT}\\.`,
    (reading, turn, left) =>
      (reading.world.problem.rule === 'fair-share') === (turn === 'first turn') &&
      hasTurn(reading, 1, left),
  ],
  [
    `When round (\\d+) of moving up came to you, ${WERE_LEFT}\\.`,
    (reading, round, left) =>
      reading.world.problem.rule === 'fair-share' && hasTurn(reading, Number(round) + 1, left),
  ],
  [
    `When the second round came to you, ${WERE_LEFT}\\.`,
    (reading, left) => reading.world.problem.rule === 'plain' && hasTurn(reading, 2, left),
  ],
  [
    'Everyone first gets the smallest number they asked for, if it fits\\.',
    ({ turn, entry }) => turn?.to === entry.sizes.at(-1),
  ],
  [
    'Yours was (\\d+), and it fitted\\.',
    ({ turn, entry }, to) => turn?.to === saidNumber(to) && entry.sizes.at(-1) === saidNumber(to),
  ],
  ['You got (\\d+)\\.', ({ turn }, to) => turn?.from === 0 && turn.to === saidNumber(to)],
  [
    'You got (\\d+), the largest of your numbers(?: up to (\\d+))? that fitted\\.',
    ({ turn, entry, world }, to, cap) =>
      turn?.to === saidNumber(to) &&
      (cap === undefined || world.problem.options.cap === saidNumber(cap)) &&
      entry.sizes.find(size => size <= (cap ? saidNumber(cap) : 99) && size <= turn.left) ===
        saidNumber(to),
  ],
  [
    'You moved up from (\\d+) to (\\d+)\\.',
    ({ turn }, from, to) =>
      turn?.from === saidNumber(from) && turn.to === saidNumber(to) && turn.to > turn.from,
  ],
  [
    'You stayed at (\\d+)\\.',
    ({ turn }, from) =>
      turn?.from === saidNumber(from) && turn.to === saidNumber(from) && turn.to > 0,
  ],
  [
    `To get (\\d+) you needed ${MORE_TICKETS}\\.`,
    (reading, size, short) => {
      const { turn } = reading
      reading.size = saidNumber(size)
      // None of the sizes below it is left to try.
      return (
        turn?.open.filter(each => each > turn.to).at(-1) === saidNumber(size) &&
        saidNumber(size) - turn.from - turn.left === saidNumber(short) &&
        saidNumber(short) > 0
      )
    },
  ],
  [
    'Your larger numbers needed even more\\.',
    ({ size = 0, entry }) => (entry.sizes[0] ?? 0) > size,
  ],
]

function hasTurn(reading: Reading, pass: number, left: string | undefined): boolean {
  reading.turn = reading.world.turnsOf(reading.entry.code).find(turn => turn.pass === pass)
  return reading.turn?.left === saidNumber(left)
}
