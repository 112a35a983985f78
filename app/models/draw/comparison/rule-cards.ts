import type { RuleFigures } from '#app/allocation/compare.ts'
import type { Figure } from '#app/allocation/tally.ts'
import { RULES, type Rule } from '#app/allocation/types.ts'
import { ruleWords } from '#app/models/draw/words.ts'
import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayRuleName } from './say-comparison.ts'

type Contender = { rule: Rule; options: { cap: number | null } }
type Chosen = { rule: Rule; cap: number | null }
export type RuleCard = ReturnType<typeof ruleCards>[number]

/** One card a rule, with what it would do here where that is known. @param cap tried beside no cap */
export function ruleCards(figures: readonly RuleFigures[] | null, cap: number, chosen: Chosen) {
  const contenders: readonly Contender[] = figures ?? [
    ...RULES.map(rule => ({ rule, options: { cap: null } })),
    { rule: 'plain' as const, options: { cap } },
  ]
  const best = figures ? recommend(figures) : null
  return contenders.map(({ rule, options }, index) => {
    const one = figures?.[index]
    return {
      rule,
      cap: options.cap,
      name: sayRuleName(rule, options.cap),
      outcome: one ? sayOutcome(one) : [],
      says: ruleWords[rule].says,
      weakness: ruleWords[rule].weakness,
      isChosen: rule === chosen.rule && options.cap === chosen.cap,
      recommended: best?.index === index ? best.reason : null,
    }
  })
}

function sayOutcome(one: RuleFigures): string[] {
  const { people, served, firstSize, ticketsLeft } = one
  return [
    people > 0 && served.least === people
      ? 'Everyone gets a ticket.'
      : `${sayAbout(served)} of ${sayCount(people, 'person')} ${isOne(served) ? 'gets' : 'get'} a ticket.`,
    ...sayNobody(one),
    people > 0 && firstSize.least === people
      ? 'Everyone gets their first choice.'
      : `First choice: ${sayAbout(firstSize).toLowerCase()} of ${people}.`,
    ...(Math.round(ticketsLeft.mean) > 0
      ? [`${sayAbout(ticketsLeft, sayTickets)} ${isOne(ticketsLeft) ? 'is' : 'are'} left over.`]
      : []),
  ]
}

const isOne = ({ mean }: Figure) => Math.round(mean) === 1

function sayAbout({ mean, least, most }: Figure, say: (count: number) => string = String): string {
  return `${least === most ? '' : 'About '}${say(Math.round(mean))}`
}

/** The people who ask for so many at least that nobody like them got anything in any order. */
function sayNobody({ bySmallestSize }: RuleFigures): string[] {
  const lucky = bySmallestSize.findLastIndex(({ served }) => served > 0)
  const unlucky = bySmallestSize.slice(lucky + 1).filter(({ people }) => people > 0)
  const [from] = unlucky
  if (lucky < 0 || !from) return []
  return [`Nobody who needs ${from.smallest} or more gets any.`]
}

/** Rules that serve more people do it by passing over those who need several, so neither is recommended. */
function recommend(figures: readonly RuleFigures[]) {
  const find = (rule: Rule) =>
    figures.findIndex(each => each.rule === rule && each.options.cap === null)
  const plain = figures[find('plain')]
  if (!plain || plain.people === 0) return null
  if (plain.firstSize.least === plain.people)
    return { index: find('plain'), reason: 'There are enough tickets for everyone’s first choice.' }
  return {
    index: find('fair-share'),
    reason:
      'First everyone gets their smallest number, while tickets last. Only then does anyone get more.',
  }
}
