import { compareScores } from '#app/allocation/testing/brute-force.ts'
import {
  type Claim,
  drawnFor,
  MORE_TICKETS,
  PEOPLE,
  type Reading,
  saidNumber,
  TICKETS,
} from './reading.ts'

const LOSS = `(?:${PEOPLE} fewer would have got tickets|${TICKETS} fewer would have been used|(\\d+) more (?:person|people) would have got (?:no tickets|only ${TICKETS}))`

export const claimsAtOnce: readonly Claim[] = [
  ['The rule looked at all requests together\\.', () => true],
  [
    'In its best result there was no ticket for you\\.',
    ({ world, entry }) => drawnFor(world, entry) === 0 && (entry.sizes.at(-1) ?? 0) <= world.toDraw,
  ],
  [
    'There (?:was only (1) ticket|were only ((?!1 )\\d+) tickets) to draw\\.',
    ({ world, entry }, toDraw) =>
      world.toDraw === saidNumber(toDraw) && (entry.sizes.at(-1) ?? 0) > world.toDraw,
  ],
  ['This rule has no turns: it looks at all requests together\\.', () => true],
  [
    'The order only decides between results that are equally good for the rule\\.',
    ({ world: { equals, result } }) => equals.every(other => compareScores(other, result) <= 0),
  ],
  [
    'Of the tickets to draw, (\\d+|none) went to people before you in the order\\.',
    ({ world, entry }, given) =>
      world.before(entry.code) === saidNumber(given) && world.indexOf(entry.code) > 0,
  ],
  [
    'That left (\\d+|none)\\.',
    ({ world, entry }, left) => world.toDraw - world.before(entry.code) === saidNumber(left),
  ],
  [
    `The draw gave you ${TICKETS}\\.`,
    ({ world, entry }, tickets) => drawnFor(world, entry) === saidNumber(tickets),
  ],
  [
    'You could not get (\\d+): there (?:were (no) tickets|was only (1)|were only ((?!1 )\\d+)) to draw\\.',
    (reading, size, toDraw) =>
      isLarger(reading, size) &&
      reading.world.toDraw === saidNumber(toDraw) &&
      saidNumber(size) > saidNumber(toDraw),
  ],
  [
    `To get (\\d+) you needed ${MORE_TICKETS}, if everyone before you kept theirs\\.`,
    (reading, size, short) =>
      isLarger(reading, size) &&
      saidNumber(size) + reading.world.before(reading.entry.code) - reading.world.toDraw ===
        saidNumber(short) &&
      saidNumber(short) > 0,
  ],
  [
    '(\\d+) would have fitted\\.',
    (reading, size) =>
      isLarger(reading, size) &&
      saidNumber(size) <= reading.world.toDraw - reading.world.before(reading.entry.code),
  ],
  [
    `(?:And|But) with (\\d+) for you, at best (${LOSS})\\.`,
    (reading, size, loss) =>
      isLarger(reading, size) && isLoss(reading, saidNumber(size), loss as string, false),
  ],
  [
    `But with (\\d+) for you and everyone before you keeping theirs, at best (${LOSS})\\.`,
    (reading, size, loss) =>
      isLarger(reading, size) && isLoss(reading, saidNumber(size), loss as string, true),
  ],
  [
    'But with (\\d+) for you(?:( and everyone before you keeping theirs))?, the result would have been worse for this rule\\.',
    ({ world, entry }, size, kept) =>
      compareScores(world.bestWith(entry.code, saidNumber(size), kept !== undefined), world.worth) <
      0,
  ],
  ['It takes too long to work out by how much\\.', () => true],
  [
    'Giving you (\\d+) could have been just as good for this rule, but only with less for someone before you in the order\\.',
    ({ world, entry }, size) => {
      const others = world.equalsWith(entry.code, saidNumber(size))
      const at = world.indexOf(entry.code)
      return (
        others.length > 0 &&
        others.every(other =>
          other.slice(0, at).some((amount, index) => amount < (world.result[index] as number)),
        )
      )
    },
  ],
  [
    'To keep this short, your other numbers are left out here\\.',
    ({ world, entry }) => entry.sizes.filter(size => size > drawnFor(world, entry)).length > 4,
  ],
]

function isLarger(reading: Reading, said: string | undefined): boolean {
  const { world, entry } = reading
  reading.size = saidNumber(said)
  return entry.sizes.includes(reading.size) && reading.size > drawnFor(world, entry)
}

/** Exactly so much worse in that respect, and as good in all that count more for the rule. */
function isLoss({ world, entry }: Reading, size: number, loss: string, isKept: boolean): boolean {
  const best = world.bestWith(entry.code, size, isKept)
  const at = best.findIndex((value, index) => value !== world.worth[index])
  const [, number, what, shared] =
    loss.match(
      /^(\d+) (?:(person fewer|people fewer|tickets? fewer)|more (?:person|people) would have got (?:only )?(no|\d+) tickets?)/,
    ) ?? []
  const less = (world.worth[at] as number) - (best[at] as number)
  const respects =
    shared !== undefined
      ? Array.from({ length: 20 }, (_, amount) => String(amount))
      : world.problem.rule === 'fill'
        ? ['ticket', 'p']
        : ['p', 'ticket']
  const respect =
    shared !== undefined ? String(saidNumber(shared)) : what?.startsWith('p') ? 'p' : 'ticket'
  const isOfRule = (world.problem.rule === 'even-shares') === (shared !== undefined)
  return isOfRule && at === respects.indexOf(respect) && less === Number(number)
}
