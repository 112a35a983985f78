import type { RuleFigures } from '#app/allocation/compare.ts'
import type { Figure } from '#app/allocation/tally.ts'
import type { Rule } from '#app/allocation/types.ts'
import { ruleWords } from '#app/models/draw/words.ts'

export function sayComparison(figures: readonly RuleFigures[]) {
  const [first] = figures
  return {
    people: first?.people ?? 0,
    orders: first?.orders ?? 0,
    sizes: first?.bySmallestSize.map(({ smallest, people }) => ({ smallest, people })) ?? [],
    rules: figures.map(one => ({
      key: `${one.rule} ${one.options.cap ?? ''}`,
      rule: one.rule,
      name: sayRuleName(one.rule, one.options.cap),
      servedShare: share(one.served.mean, one.people),
      served: sayFigure(one.served),
      servedLeast: share(one.served.least, one.people),
      servedMost: share(one.served.most, one.people),
      firstSize: sayFigure(one.firstSize),
      firstSizeShare: share(one.firstSize.mean, one.people),
      ticketsLeft: sayFigure(one.ticketsLeft),
      longestWait: sayFigure(one.longestWait),
      bySmallest: one.bySmallestSize.map(({ people, served }) => ({
        share: share(served, people),
        said: `${round(served)} of ${people}`,
      })),
    })),
  }
}

export type SaidComparison = ReturnType<typeof sayComparison>

export function sayRuleName(rule: Rule, cap: number | null): string {
  const { name } = ruleWords[rule]
  return cap === null ? name : `${name}, at most ${cap} at first`
}

function sayFigure({ mean, least, most }: Figure): string {
  return least === most ? String(round(mean)) : `${round(mean)} (${least} to ${most})`
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1000) / 1000
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
