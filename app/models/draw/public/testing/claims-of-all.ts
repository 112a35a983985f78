import type { Entry } from '#app/allocation/types.ts'
import { sayOrdinal } from '#app/values/count.ts'
import {
  type Claim,
  drawnFor,
  finalOf,
  NUMBER_WERE,
  overrideOf,
  PEOPLE,
  pinOf,
  saidNumber,
  TICKETS,
} from './reading.ts'
import type { World } from './world.ts'

const place: Claim[] = [
  [
    'You were (\\d+(?:st|nd|rd|th)) of (\\d+)\\.',
    ({ world, entry }, at, of) =>
      at === sayOrdinal(world.problem.ranked.indexOf(entry) + 1) &&
      world.problem.ranked.length === saidNumber(of),
  ],
  [
    'You were number (\\d+) of (\\d+) in the order\\.',
    ({ world, entry }, at, of) =>
      world.problem.ranked[Number(at) - 1] === entry &&
      world.problem.ranked.length === saidNumber(of),
  ],
  [
    'Everyone had one ticket in the hat\\.',
    ({ world }) => world.order === 'draw' && world.problem.ranked.every(each => each.weight === 1),
  ],
  [
    'No losses in a row counted for you, so you had 1 ticket in the hat\\.',
    ({ world, entry }) => world.order === 'weighted' && entry.weight === 1,
  ],
  [
    'Everyone has at least 1\\.',
    ({ world }) => world.problem.ranked.every(each => each.weight >= 1),
  ],
  [
    `You had ${TICKETS} in the hat: 1 to start with, and (\\d+) for your (last loss|losses in a row)\\.`,
    ({ world, entry }, all, more, what) =>
      world.order === 'weighted' &&
      entry.weight === saidNumber(all) &&
      entry.weight - 1 === saidNumber(more) &&
      (what === 'last loss') === (saidNumber(more) === 1),
  ],
  [
    'No losses in a row counted for you, so everyone with losses came before you\\.',
    ({ world, entry }) =>
      world.order === 'rotation' && entry.priority === 0 && areBefore(world, entry),
  ],
  [
    '(?:(1) loss|((?!1 )\\d+) losses in a row) counted for you\\.',
    ({ world, entry }, losses) =>
      world.order === 'rotation' && entry.priority === saidNumber(losses),
  ],
  ['Those with more came before you\\.', ({ world, entry }) => areBefore(world, entry)],
  [
    'The draw decided among those with as many as you\\.',
    ({ world }) => world.order === 'rotation',
  ],
  [
    'The order goes by when people asked, or last added a number\\.',
    ({ world }) => world.order === 'first-come',
  ],
  [
    `(?:(Nobody)|${PEOPLE}) came before you\\.`,
    ({ world, entry }, people) =>
      world.problem.ranked.filter(each => each.priority > entry.priority).length ===
        (people === 'Nobody' ? 0 : saidNumber(people)) && areBefore(world, entry),
  ],
]

/** Everybody with a higher priority, and nobody with a lower one. */
function areBefore({ problem: { ranked } }: World, entry: Entry): boolean {
  const at = ranked.indexOf(entry)
  return ranked.every((each, index) =>
    index < at ? each.priority >= entry.priority : each.priority <= entry.priority,
  )
}

const capacity: Claim[] = [
  [
    'There (?:were (no) tickets|was (1) ticket|were ((?!1 )\\d+) tickets)\\.',
    ({ world }, tickets) => world.problem.capacity === saidNumber(tickets),
  ],
  [
    `${NUMBER_WERE} set by hand before the draw(?:, and ${NUMBER_WERE} held back)?\\.`,
    ({ world: { problem } }, pinned, held = '0') =>
      problem.pins.reduce((sum, pin) => sum + pin.amount, 0) === saidNumber(pinned) &&
      problem.heldBack === saidNumber(held),
  ],
  [`${NUMBER_WERE} held back\\.`, ({ world }, held) => world.problem.heldBack === saidNumber(held)],
  ['There were no tickets to draw\\.', ({ world }) => world.toDraw === 0],
  [`That left ${TICKETS} to draw\\.`, ({ world }, tickets) => world.toDraw === saidNumber(tickets)],
]

const byHand: Claim[] = [
  [
    'You were set to no tickets by hand before the draw: “Host”\\.',
    ({ world, entry }) => pinOf(world, entry) === 0,
  ],
  [
    'Your (?:(1) ticket was|((?!1 )\\d+) tickets were) set by hand before the draw: “Host”\\.',
    ({ world, entry }, tickets) => pinOf(world, entry) === saidNumber(tickets),
  ],
  ['The draw did not change that\\.', ({ world, entry }) => pinOf(world, entry) !== undefined],
  [
    'After the draw your number was changed by hand, from (\\d+) to (\\d+): “Late”\\.',
    ({ world, entry }, from, to) =>
      drawnFor(world, entry) === saidNumber(from) && overrideOf(world, entry) === saidNumber(to),
  ],
  [
    'The event page counts such changes\\.',
    ({ world, entry }) => overrideOf(world, entry) !== undefined,
  ],
]

const outcome: Claim[] = [
  [
    `You got ${TICKETS}(, the most you asked for)?\\.`,
    ({ world, entry }, tickets, most) =>
      finalOf(world, entry) === saidNumber(tickets) &&
      (most !== undefined) === (saidNumber(tickets) === entry.sizes[0]),
  ],
  [
    'The smallest number you asked for was (\\d+)\\.',
    ({ entry }, smallest) => entry.sizes.at(-1) === saidNumber(smallest),
  ],
  [
    `So you got ${TICKETS}\\.`,
    ({ world, entry }, tickets) =>
      finalOf(world, entry) === saidNumber(tickets) && saidNumber(tickets) !== entry.sizes[0],
  ],
  [
    `So you got ${TICKETS}, the most you asked for\\.`,
    ({ world, entry }, tickets) =>
      finalOf(world, entry) === saidNumber(tickets) && saidNumber(tickets) === entry.sizes[0],
  ],
]

export const claimsOfAll: readonly Claim[] = [...place, ...capacity, ...byHand, ...outcome]
