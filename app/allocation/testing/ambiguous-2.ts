import { rewritesOf, type WrittenDocument } from './ambiguous.ts'
import { GENUINE_JSON_2 } from './remake.ts'

const JSON_2 = GENUINE_JSON_2.trimEnd()

const { instead, first, inPin } = rewritesOf(JSON_2)

/** Of version 2; each could be read as another document, so the form refuses it. */
export const REFUSED_2: readonly WrittenDocument[] = [
  { what: 'the terms twice', json: first('"terms": ""') },
  { what: 'the terms twice, once with an escape', json: first('"t\\u0065rms": ""') },
  { what: 'the same version twice', json: first('"version": 2') },
  { what: 'first version 1', json: first('"version": 1') },
  { what: 'the proof twice', json: first('"publicProof": null') },
  { what: 'an option twice', json: instead('"cap":', '"cap": 3, "cap":') },
  { what: 'the reason of a pin twice', json: inPin('"reason": "x"') },
  {
    what: 'a code twice in the result',
    json: instead('"result": {', '"result": {"94xfyhpxhh": 9,'),
  },
  {
    what: 'a code twice by an escape',
    json: instead('"result": {', '"result": {"\\u00394xfyhpxhh": 9,'),
  },
  { what: 'a field that is not of version 2', json: first('"shares": null') },
  { what: 'a field of every object', json: first('"__proto__": {}') },
  { what: 'version 2.0', json: instead('"version": 2', '"version": 2.0') },
  { what: 'an exponent', json: instead('"capacity": 14', '"capacity": 14e0') },
  { what: 'less than nothing by a sign', json: instead('"heldBack": 1', '"heldBack": -0') },
  { what: 'a zero before a number', json: instead('"capacity": 14', '"capacity": 014') },
  { what: 'a fraction that is lost', json: instead('"draw": 1', '"draw": 1.00000000000000000001') },
  { what: 'half a character', json: instead('"Host of', '"\\ud83dHost of') },
  { what: 'a byte order mark', json: `\ufeff${JSON_2}` },
  { what: 'a second document behind it', json: `${JSON_2}{}` },
  { what: 'a comma too many', json: instead(/\}$/, ',}') },
  { what: 'a text that does not end', json: JSON_2.slice(0, 100) },
  { what: 'nothing', json: '' },
  { what: 'a list around it', json: `[${JSON_2}]` },
]

/** Of version 2; the same document, written in another way. */
export const ACCEPTED_2: readonly WrittenDocument[] = [
  { what: 'as it is', json: GENUINE_JSON_2 },
  { what: 'without any space', json: JSON.stringify(JSON.parse(JSON_2)) },
  { what: 'with an escape in a field', json: instead('"terms":', '"t\\u0065rms":') },
  { what: 'with an escape in a text', json: instead('"Host of', '"\\u0048ost of') },
  { what: 'with space around it', json: `\n ${JSON_2}\r\n\t` },
]
