import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cancellationSchema, eventSchema } from '#app/models/events/input.ts'
import { fitLine, fitText } from '#app/models/moving-in/wording.ts'
import { readPeople } from '#app/models/people/list-file/read-people.ts'
import { requestSchema } from '#app/models/requests/input.ts'
import { nameField } from './contact.ts'
import { lineAsSeen, linesAsSeen, madeShowable, showingProblem } from './seen-text.ts'
import { optionalLine, singleLine } from './text.ts'

const cp = String.fromCodePoint
const HIDDEN = [...'vote'].map(letter => cp(0xe0000 + letter.charCodeAt(0))).join('')
const ENGLAND = `🏴${[...'gbeng'].map(letter => cp(0xe0000 + letter.charCodeAt(0))).join('')}${cp(0xe007f)}`

describe('a name keeps no invisible characters', () => {
  test.each([
    ['a tag', `Ada${cp(0xe0041)}`, 'Ada'],
    ['words in tags', `Ada${HIDDEN} Lee`, 'Ada Lee'],
    ['words in tags behind a flag', `Ada 🏴${HIDDEN}`, 'Ada 🏴'],
    ['a variation selector behind a letter', 'A\uFE0Fda', 'Ada'],
    ['words in variation selectors behind a picture', `Ada 😀${cp(0xe0101, 0xe0102)}`, 'Ada 😀'],
    ['selectors in a row', 'Ada ❤\uFE0F\uFE0F\uFE0F', 'Ada ❤\uFE0F'],
    ['a combining joiner', 'A\u034Fda', 'Ada'],
    ['a joiner between letters that need none', 'A\u200Dd\u200Ca', 'Ada'],
    ['joiners in a row', 'می\u200C\u200C\u200Cنا', 'می\u200Cنا'],
    ['a joiner at the end', 'رضا\u200D', 'رضا'],
    ['the filler of Hangul', '\u115FAda\u1160\uFFA0', 'Ada'],
    ['the vowel separator of Mongolian', 'Ada\u180E', 'Ada'],
    ['a placeholder of an object', 'Ada\uFFFC', 'Ada'],
    ['a mark behind what was left out', 'Ame\u034F\u0301lie', 'Amélie'],
  ])('%s', (_, typed, kept) => {
    expect(nameField.parse(typed)).toBe(kept)
    expect(optionalLine({ max: 200 }).parse(typed)).toBe(kept)
    expect(linesAsSeen(typed)).toBe(kept)
  })

  test.each([
    ['a line separator', 'Ada\u2028Lee'],
    ['a paragraph separator', 'Ada\u2029Lee'],
    ['a next-line control', 'Ada\u0085Lee'],
    ['a run of spaces', `Ada${' '.repeat(90)}Lee`],
    ['a tabulator', 'Ada\tLee'],
    ['a space that does not break', 'Ada\u00A0\u00A0Lee'],
    ['an ideographic space', 'Ada\u3000Lee'],
    ['an empty Braille cell', 'Ada\u2800Lee'],
  ])('%s is one space', (_, typed) => {
    expect(nameField.parse(typed)).toBe('Ada Lee')
  })

  test('and is in NFC', () => {
    expect(nameField.parse('Ame\u0301lie')).toBe('Am\u00E9lie')
  })
})

describe('a name is refused', () => {
  test.each([
    ['with 120 marks on a letter', `A${'\u0301'.repeat(120)}da`, /accents/],
    [
      'with marks of several kinds on a letter',
      `A${'\u0301\u0323\u0336\u0347\u035B\u0317'}da`,
      /accents/,
    ],
    ['with marks of a script of their own', `ก${'\u0E49'.repeat(9)}`, /accents/],
    ['with a control of the second row', 'Ada\u009B31m', /cannot be shown/],
    ['with a line break', 'Ada\nLee', /cannot be shown/],
    ['with what is no character', 'Ada\uFFFE', /cannot be shown/],
    ['with half a character', 'Ada\uD800', /cannot be shown/],
  ])('%s', (_, typed, words) => {
    expect(nameField.safeParse(typed).error?.issues[0]?.message).toMatch(words)
    expect(showingProblem(madeShowable(typed))).toBeUndefined()
  })
})

describe('an existing name stays exactly as it is', () => {
  test.each([
    ['Vietnamese', 'Nguyễn Thị Ngọc Diệp'],
    ['Thai', 'ศรีสุวรรณ์ กิ๊บซี่'],
    ['Hebrew with its vowels', 'שָׂרָה כֹּהֵן'],
    ['Hebrew with vowels and accents', 'בְּרֵאשִׁ֖ית'],
    ['Arabic with its vowels', 'مُحَمَّدٌ'],
    ['Hindi', 'श्रीमती क्षमा'],
    ['Tibetan', 'བསྒྲུབས'],
    ['Burmese', 'မြွှိုင့်'],
    ['Bengali with a joiner', 'র‍্যাব'],
    ['Sinhala with a joiner', 'ශ්‍රී'],
    ['Malayalam with a joiner at the end', 'മോഹന്‍'],
    ['Persian with a joiner', 'می\u200Cنا'],
    ['Mongolian with a selector', 'ᠨ᠋ᠠ'],
    ['Yoruba with a mark that has no letter of its own', 'Ọ\u0301lá'],
    ['Korean', '김민준'],
    ['a flag', `Ada ${ENGLAND}`],
    ['a family', 'Ada 👩‍👩‍👧'],
    ['a bearded man of a colour', 'Ada 🧔🏽‍♂️'],
    ['a rainbow', 'Ada 🏳️‍🌈'],
    ['a key', 'Ada 1️⃣'],
  ])('%s', (_, name) => {
    const typed = name.normalize('NFC')
    expect(nameField.parse(typed)).toBe(typed)
    expect(madeShowable(typed)).toBe(typed)
  })
})

test('several lines keep their line breaks, whatever the line ends', () => {
  expect(linesAsSeen(' a\r\nb\u2028c \u2029\u0085\n\n\n d  e ')).toBe('a\nb\nc\n\nd e')
})

test('reading text twice changes nothing more', () => {
  const sign = fc.constantFrom(
    ...['\u200C', '\u200D', '\uFE0F', '\u034F', '\u0301', '\u094D', '\u180B', '\u20E3', '\n', ' '],
    ...['\u2028', 'é', 'e', '1', 'م', 'क', 'ᠨ', '👩', '🏽', '🏴', ENGLAND.slice(2), cp(0xe0041)],
  )
  const texts = fc.array(sign, { maxLength: 12 }).map(signs => signs.join(''))
  fc.assert(
    fc.property(texts, text => {
      for (const read of [lineAsSeen, linesAsSeen]) expect(read(read(text))).toBe(read(text))
      expect(showingProblem(linesAsSeen(madeShowable(text)))).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
})

test('every text of an event, a request and a reason is read like this', () => {
  const typed = `Ada\u034F${cp(0xe0041)}\u2028 Ame\u0301lie`
  const times = { startsDate: '2127-05-01', timeZone: 'Europe/Berlin' }
  const event = { name: typed, place: typed, notes: typed, ...times, totalTickets: '3' }
  expect(eventSchema.parse(event)).toMatchObject({
    name: 'Ada Amélie',
    place: 'Ada Amélie',
    notes: 'Ada\nAmélie',
  })
  expect(requestSchema.shape.note.parse(typed)).toBe('Ada\nAmélie')
  expect(cancellationSchema.parse({ reason: typed }).reason).toBe('Ada\nAmélie')
  expect(singleLine({ label: 'a reason', max: 200 }).parse(typed)).toBe('Ada Amélie')
  const list = readPeople(`name,email\n"Ada\u034F  Ame\u0301lie",ada@example.org`)
  expect(list.rows?.[0]?.person?.name).toBe('Ada Amélie')
})

test('imported text is never refused: it is cleaned, and a finding says that it changed', () => {
  const zalgo = `Z${'\u0335'.repeat(120)}oe`
  expect(fitLine(zalgo, 'name', 200)).toEqual({
    text: `Z${'\u0335'.repeat(4)}oe`,
    remark: 'had signs in its name that cannot be shown',
  })
  expect(fitLine(`Ada${cp(0xe0041)}\u2028Lee`, 'name', 200)).toMatchObject({ text: 'Ada Lee' })
  expect(fitText('a\u034F\nb', 'note', 200)).toMatchObject({ text: 'a\nb' })
  expect(fitLine('Ame\u0301lie', 'name', 200)).toEqual({ text: 'Amélie' })
})
