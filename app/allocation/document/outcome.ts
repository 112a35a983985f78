import type { Entry } from '#app/allocation/types.ts'
import { BadInput } from './bad-input.ts'
import type { DrawDocument } from './document.ts'
import { cut } from './quote.ts'

export function checkRanking({ ranking }: DrawDocument, ranked: readonly Entry[]): void {
  if (ranking.length !== ranked.length) {
    throw new BadInput('ranking', `has ${ranking.length} codes, but the roll ${ranked.length}`)
  }
  ranked.forEach(({ code }, place) => {
    const given = ranking[place] as string
    if (given !== code) {
      throw new BadInput(`ranking, place ${place + 1}`, `is ${cut(code)}, not ${cut(given)}`)
    }
  })
}

export function checkResult(
  { result }: DrawDocument,
  ranked: readonly Entry[],
  amounts: Int32Array,
): void {
  ranked.forEach(({ code }, place) => {
    const given = result.get(code)
    if (given === undefined) throw new BadInput(`result, ${cut(code)}`, 'is missing')
    if (given !== amounts[place]) {
      throw new BadInput(`result, ${cut(code)}`, `is ${amounts[place]}, not ${given}`)
    }
  })
  if (result.size > ranked.length) {
    const codes = new Set(ranked.map(entry => entry.code))
    const stranger = [...result.keys()].find(code => !codes.has(code)) as string
    throw new BadInput(`result, ${cut(stranger)}`, 'is not in the roll')
  }
}

/** Overrides must not give more tickets than the capacity. */
export function checkFinal({ result, overrides, capacity }: DrawDocument): void {
  const final = new Map([
    ...result,
    ...overrides.map(({ code, amount }) => [code, amount] as const),
  ])
  const given = [...final.values()].reduce((sum, amount) => sum + amount, 0)
  if (given > capacity)
    throw new BadInput(
      'overrides',
      `bring the tickets given to ${given}, more than the ${capacity} there are`,
    )
}
