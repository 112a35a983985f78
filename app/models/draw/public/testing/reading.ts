import type { Entry } from '#app/allocation/types.ts'
import type { LiteralTurn, World } from './world.ts'

/** What a sentence is about; some lead over to the next. */
export interface Reading {
  readonly world: World
  readonly entry: Entry
  turn?: LiteralTurn | undefined
  size?: number
}

/** A pattern of a whole sentence, and whether what its groups say is true. */
export type Claim = readonly [
  pattern: string,
  isTrue: (reading: Reading, ...said: string[]) => boolean,
]

export function saidNumber(said: string | undefined): number {
  return said === 'no' || said === 'none' ? 0 : Number(said)
}

/** A number with its noun, which has to agree. */
export const TICKETS = '(?:(no) tickets|(1) ticket|((?!1 )\\d+) tickets)'
export const PEOPLE = '(?:(1) person|((?!1 )\\d+) people)'
export const WERE_LEFT = '(?:(no) tickets were|(1) ticket was|((?!1 )\\d+) tickets were) left'
export const NUMBER_WERE = '(?:(1) was|((?!1 )\\d+) were)'
export const MORE_TICKETS = '(?:(1) more ticket|((?!1 )\\d+) more tickets)'

export function pinOf({ problem }: World, { code }: Entry): number | undefined {
  return problem.pins.find(pin => pin.code === code)?.amount
}

export function overrideOf({ overrides }: World, { code }: Entry): number | undefined {
  return overrides.find(each => each.code === code)?.amount
}

export function drawnFor(world: World, entry: Entry): number {
  return pinOf(world, entry) ?? (world.result[world.indexOf(entry.code)] as number)
}

export function finalOf(world: World, entry: Entry): number {
  return overrideOf(world, entry) ?? drawnFor(world, entry)
}

export function isExactRule({ world: { problem } }: Reading): boolean {
  return problem.rule !== 'fair-share' && problem.rule !== 'plain'
}
