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
  hex,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  orNull,
  type Read,
  text,
  textOrNull,
  wholeFrom,
} from './read-json.ts'
import { refuseAmbiguous } from './strict-json.ts'

/** All that decides a draw before its seed, in published order. */
export interface DrawInput {
  readonly version: 1
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
  readonly publicValueSource: string | null
  readonly publicValue: string | null
  readonly pins: readonly SetByHand[]
  readonly overrides: readonly SetByHand[]
}

export interface DrawDocument extends DrawInput {
  readonly seed: string
  readonly ranking: readonly string[]
  /** Tickets before overrides. A map, since a code may be any word. */
  readonly result: ReadonlyMap<string, number>
}

const setByHand: Read<SetByHand> = objectOf({ code: text, amount: wholeFrom(0), reason: text })

const before = {
  version: oneOf([1] as const),
  eventId: text,
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
  publicValueSource: textOrNull,
  publicValue: textOrNull,
}
const byHand = { pins: listOf(setByHand), overrides: listOf(setByHand) }
const drawn = { seed: hex, ranking: listOf(text), result: mapOf(wholeFrom(0)) }

const drawInput: Read<DrawInput> = objectOf({ ...before, ...byHand })
const drawDocument: Read<DrawDocument> = objectOf({
  ...before,
  seed: drawn.seed,
  ...byHand,
  ranking: drawn.ranking,
  result: drawn.result,
})

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
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return drawInput(value, 'document')
  }
  const given = Object.entries(value).filter(([name]) => !Object.hasOwn(drawn, name))
  return drawInput(Object.fromEntries(given), 'document')
}

export function readDrawDocument(value: unknown): DrawDocument {
  return drawDocument(value, 'document')
}

/** Two spaces of indent, fields in the published order, no line feed at the end. */
export function formatDrawDocument(document: DrawDocument): string {
  // An object would put codes that look like numbers first; the result keeps draw order.
  const result = [...document.result].map(([code, amount]) => `\n    "${code}": ${amount}`)
  const { version, eventId, draw, rule, order, options, capacity, heldBack } = document
  const { commitment, secret, roll, rollHash, publicValueSource, publicValue, seed } = document
  const fields = {
    ...{ version, eventId, draw, rule, order, options: { cap: options.cap }, capacity, heldBack },
    ...{ commitment, secret, roll, rollHash, publicValueSource, publicValue, seed },
    pins: document.pins.map(inSequence),
    overrides: document.overrides.map(inSequence),
    ranking: document.ranking,
  }
  const head = JSON.stringify(fields, null, 2).slice(0, -2)
  const tail = result.length > 0 ? `{${result.join(',')}\n  }` : '{}'
  return `${head},\n  "result": ${tail}\n}`
}

function inSequence({ code, amount, reason }: SetByHand): SetByHand {
  return { code, amount, reason }
}
