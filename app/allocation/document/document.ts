import {
  type Options,
  ORDERS,
  type Order,
  RULES,
  type Rule,
  type SetByHand,
} from '#app/allocation/types.ts'
import { BadInput } from './bad-input.ts'
import {
  eventName,
  hex,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  orNull,
  type Read,
  reason,
  text,
  textOrNull,
  wholeFrom,
} from './read-json.ts'
import { refuseAmbiguous } from './strict-json.ts'

interface Basics {
  readonly eventId: string
  readonly draw: number
  readonly rule: Rule
  readonly order: Order
  readonly options: Options
  readonly capacity: number
  readonly heldBack: number
  readonly commitment: string
  readonly secret: string
  readonly roll: string
  readonly rollHash: string
  readonly pins: readonly SetByHand[]
  readonly overrides: readonly SetByHand[]
}

/** No longer made, but verified for ever. */
export interface DrawInput1 extends Basics {
  readonly version: 1
  readonly publicValueSource: string | null
  readonly publicValue: string | null
}

/** What is public from locking on: all that decides a draw but the public value. */
export interface LockedDraw extends Basics {
  readonly version: 2
  readonly terms: string
  readonly termsHash: string
  /** As `formatSource` says it; null for none. */
  readonly publicValueSource: string | null
}

export interface DrawInput2 extends LockedDraw {
  readonly publicValue: string
  /** The signature of a round of drand, in hex. */
  readonly publicProof: string | null
}

/** All that decides a draw before its seed. */
export type DrawInput = DrawInput1 | DrawInput2

interface Outcome {
  readonly seed: string
  readonly ranking: readonly string[]
  /** Tickets before overrides. A map, since a code may be any word. */
  readonly result: ReadonlyMap<string, number>
}

export type DrawDocument = DrawInput & Outcome

const ruled = {
  draw: wholeFrom(1),
  rule: oneOf(RULES),
  order: oneOf(ORDERS),
  options: objectOf<Options>({ cap: orNull(wholeFrom(1)) }),
  capacity: wholeFrom(0),
  heldBack: wholeFrom(0),
  commitment: hex,
  secret: hex,
  roll: text,
  rollHash: hex,
}
const setByHand = (reason: Read<string>) =>
  listOf(objectOf<SetByHand>({ code: text, amount: wholeFrom(0), reason }))
const outcome = { seed: hex, ranking: listOf(text), result: mapOf(wholeFrom(0)) }

const input1 = {
  version: oneOf([1] as const),
  eventId: text,
  ...ruled,
  publicValueSource: textOrNull,
  publicValue: textOrNull,
  pins: setByHand(text),
  overrides: setByHand(text),
}
const locked = {
  version: oneOf([2] as const),
  eventId: eventName,
  ...ruled,
  terms: text,
  termsHash: hex,
  publicValueSource: textOrNull,
  pins: setByHand(reason),
  overrides: setByHand(reason),
}
const input2 = { ...locked, publicValue: text, publicProof: textOrNull }

const readers = {
  1: { input: objectOf<DrawInput1>(input1), drawn: objectOf({ ...input1, ...outcome }) },
  2: { input: objectOf<DrawInput2>(input2), drawn: objectOf({ ...input2, ...outcome }) },
}
const lockedDraw: Read<LockedDraw> = objectOf<LockedDraw>(locked)

/** @throws {BadInput} if the text is not JSON, or is JSON that can be read in more than one way */
export function parseJson(json: string): unknown {
  const value = parse(json)
  refuseAmbiguous(json)
  return value
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new BadInput('document', `is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}

/** Ignores seed, ranking and result, which follow from the rest. @throws {BadInput} */
export function readDrawInput(value: unknown): DrawInput {
  const given = fieldsOf(value).filter(([name]) => !Object.hasOwn(outcome, name))
  return ruledRightly(readersFor(value).input(Object.fromEntries(given), 'document'))
}

export function readDrawDocument(value: unknown): DrawDocument {
  return ruledRightly(readersFor(value).drawn(value, 'document'))
}

/** The draw of a document that has all of version 2 but the value and what follows from it. @throws {BadInput} */
export function readLockedDraw(value: unknown): LockedDraw {
  return ruledRightly(lockedDraw(value, 'document'))
}

/** Version 1 allowed a cap under every rule, but only the plain draw used it. */
function ruledRightly<Draw extends DrawInput | LockedDraw>(draw: Draw): Draw {
  if (draw.version === 2 && draw.rule !== 'plain' && draw.options.cap !== null)
    throw new BadInput('options, cap', `must be null under the rule ${draw.rule}`)
  return draw
}

export function isLockedDraw(value: unknown): boolean {
  const names = new Set(fieldsOf(value).map(([name]) => name))
  const missing = Object.keys({ ...input2, ...outcome }).filter(name => !names.has(name))
  return missing.join() === 'publicValue,publicProof,seed,ranking,result' && names.has('terms')
}

function fieldsOf(value: unknown): [name: string, value: unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : []
}

function readersFor(value: unknown) {
  const version = new Map(fieldsOf(value)).get('version')
  if (version !== undefined) oneOf([1, 2] as const)(version, 'version')
  return version === 2 ? readers[2] : readers[1]
}
