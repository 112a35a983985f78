import { EXAMPLE_JSON } from './documents.ts'

export interface WrittenDocument {
  readonly what: string
  readonly json: string
}

/** Ways to write an example differently. */
export function rewritesOf(example: string) {
  const instead = (from: string | RegExp, to: string) => {
    const json = example.replace(from, () => to)
    if (json === example) throw new Error(`the example has no ${from}`)
    return json
  }
  const first = (field: string) => instead(/^\{/, `{${field},`)
  const inPin = (field: string) => instead(/"pins": \[\s*\{/, `"pins": [{${field},`)
  return { instead, first, inPin }
}

const { instead, first, inPin } = rewritesOf(EXAMPLE_JSON)

/** Each could be read as another document, so the form refuses it. */
export const REFUSED: readonly WrittenDocument[] = [
  { what: 'a field that is there twice', json: first('"heldBack": 9') },
  { what: 'the same with the same value', json: first('"version": 1') },
  { what: 'a field twice, once with an escape', json: first('"r\\u006fll": ""') },
  { what: 'an option twice', json: instead('"cap":', '"cap": 3, "cap":') },
  { what: 'a field of a pin twice', json: inPin('"amount": 9') },
  {
    what: 'a code twice in the result',
    json: instead('"result": {', '"result": {"vqy9zc56bg": 9,'),
  },
  {
    what: 'a code twice by an escape',
    json: instead('"result": {', '"result": {"vqy9zc56b\\u0067": 9,'),
  },
  { what: 'an unknown field', json: first('"note": ""') },
  { what: 'a field of every object', json: first('"__proto__": {}') },
  { what: 'an unknown option', json: instead('"cap":', '"least": 1, "cap":') },
  { what: 'an unknown field of a pin', json: inPin('"note": ""') },
  { what: '1.0', json: instead('"version": 1', '"version": 1.0') },
  { what: '1e0', json: instead('"version": 1', '"version": 1e0') },
  { what: '1E+0', json: instead('"draw": 1', '"draw": 1E+0') },
  { what: '-0', json: instead(/"heldBack": \d+/, '"heldBack": -0') },
  { what: '01', json: instead('"draw": 1', '"draw": 01') },
  { what: 'a fraction that is lost', json: instead('"draw": 1', '"draw": 1.00000000000000000001') },
  { what: 'a number that is too large', json: instead('"draw": 1', '"draw": 1000000001') },
  {
    what: 'an exponent in the result',
    json: instead(/("result": \{\s*"\w+": )\d+/, '"result": {"vqy9zc56bg": 10e-1'),
  },
  { what: 'half a character', json: instead('"eventId": "', '"eventId": "\\ud83d') },
  { what: 'its other half', json: instead('"eventId": "', '"eventId": "\\udc4d') },
  {
    what: 'the halves the wrong way round',
    json: instead('"eventId": "', '"eventId": "\\udc4d\\ud83d'),
  },
  { what: 'half a character as a key', json: instead('"result": {', '"result": {"\\ud83d": 0,') },
  { what: 'a byte order mark', json: `\ufeff${EXAMPLE_JSON}` },
  { what: 'a second document behind it', json: `${EXAMPLE_JSON}{}` },
  { what: 'a comment', json: instead(/^\{/, '{/* */') },
  { what: 'a comma too many', json: instead(/\}$/, ',}') },
  { what: 'no-break space around it', json: `\u00a0${EXAMPLE_JSON}` },
]

export const ACCEPTED: readonly WrittenDocument[] = [
  { what: 'as it is', json: EXAMPLE_JSON },
  { what: 'with a line feed at the end', json: `\n${EXAMPLE_JSON}\r\n\t ` },
  { what: 'without any space', json: JSON.stringify(JSON.parse(EXAMPLE_JSON)) },
  { what: 'with escapes', json: instead('"roll":', '"r\\u006fll":') },
  { what: 'with a slash that is escaped', json: instead('"version": 1', '"\\u0076ersion": 1') },
]
