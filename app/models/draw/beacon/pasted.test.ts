import { describe, expect, test } from 'vitest'
import { readPasted } from './pasted.ts'

const ROUND = 657_413
const SIGNATURE =
  'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b'
const answer = { round: ROUND, randomness: '0'.repeat(64), signature: SIGNATURE }
const json = (parts: object) => JSON.stringify({ ...answer, ...parts })

describe('is read:', () => {
  test.each([
    ['the signature', SIGNATURE],
    ['the signature with space around it', ` \n${SIGNATURE}\t `],
    ["the beacon's answer", json({})],
    ['the answer on several lines', `\n${JSON.stringify(answer, null, 2)}\n`],
    ['an answer without its round', json({ round: undefined })],
    ['an answer of a later version', json({ previous_signature: 'x' })],
  ])('%s', (_, text) => {
    expect(readPasted(text, ROUND)).toEqual({ signature: SIGNATURE })
  })
})

describe('is refused in words:', () => {
  test.each([
    ['nothing', ' \n', 'Paste the answer for round 657413.'],
    ['a long text', 'x'.repeat(4097), 'This is too long. Paste only the answer for round 657413.'],
    ['spaces without end', `${SIGNATURE}${' '.repeat(5000)}`, 'This is too long.'],
    ['half an answer', json({}).slice(0, -9), 'Part of this answer is missing or changed.'],
    ['another round', json({ round: ROUND + 1 }), 'This is not the answer for round 657413.'],
    ['a round in quotes', json({ round: `${ROUND}` }), 'This is not the answer for round 657413.'],
    ['no round', json({ round: null }), 'This is not the answer for round 657413.'],
    ['no signature', json({ signature: undefined }), 'There is no signature in this answer.'],
    ['a number for it', json({ signature: 7 }), 'There is no signature in this answer.'],
    ['a list', JSON.stringify([answer]), 'A signature has 96 digits from 0 to 9 and a to f'],
    ['an address', 'https://api.drand.sh/', 'A signature has 96 digits from 0 to 9 and a to f'],
    ['upper case', SIGNATURE.toUpperCase(), 'A signature is written in lower case.'],
    ['a digit less', SIGNATURE.slice(1), 'A signature has 96 digits, and this has 95.'],
    ['a space in it', `${SIGNATURE.slice(0, 48)} ${SIGNATURE.slice(48)}`, 'nothing else.'],
    ['a signature and a space', json({ signature: `${SIGNATURE} ` }), 'nothing else.'],
    ['0x before it', `0x${SIGNATURE}`, 'nothing else.'],
  ])('%s', (_, text, words) => {
    expect(readPasted(text, ROUND)).toEqual({ problem: expect.stringContaining(words) })
  })
})
