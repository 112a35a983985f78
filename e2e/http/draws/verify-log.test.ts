import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { testSite } from '../site.ts'

const site = testSite()
const read = (name: string) => readFileSync(`docs/${name}`, 'utf8')
const document = read('draw-example-2.json')
const log = read('after-example-2.txt')
const byHand = read('after-example-by-hand.txt')

async function verify(fields: Record<string, string | Blob>) {
  const visitor = site().visitor()
  await visitor.get('/verify')
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return visitor.post('/verify', form)
}

describe('the log of what came after', () => {
  test('is replayed from the document, pasted or as files', async () => {
    const asFiles = { file: new Blob([document]), logFile: new Blob([log]) }
    for (const fields of [{ document, log: log.replaceAll('\n', '\r\n') }, asFiles]) {
      const answer = await verify(fields)
      expect(answer.words).toContain('Every step holds')
      expect(answer.words).toContain('see line 15')
      expect(answer.words).toContain('This server has no such event.')
    }
  })

  test('of an event without a draw needs the ID of the event', async () => {
    const answer = await verify({ log: byHand, eventId: 'ev-example' })
    expect(answer.words).toContain('Every step holds')
    expect((await verify({ log: byHand })).errors).toContain('enter the event’s ID')
  })

  test('that was tampered with is refused at its line', async () => {
    const answer = await verify({ document, log: log.replace('94xfyhpxhh|1', 'cyhq9vicfd|1') })
    expect(answer.words).toContain('This log does not hold')
    expect(answer.words).toContain('log, line 2: the rule offers 1 to 94xfyhpxhh')
  })

  test('is held against a head from an email', async () => {
    const answer = await verify({ document, log, head: `3:${'0'.repeat(64)}` })
    expect(answer.words).toContain('This log does not hold')
    expect(answer.words).toContain('check value: of line 3 it is not the one that you kept')
  })

  test.each([
    ['a head without a log', { document, head: 'x' }, 'Paste the log, or choose its file.'],
    ['a head of another form', { document, log, head: 'x' }, 'Enter it as the email has it'],
    ['an event beside a document', { document, log, eventId: 'e' }, 'Leave this empty'],
    ['an odd event', { log, eventId: '<b>' }, '1 to 64 letters'],
    ['a file that is no text', { document, logFile: new Blob(['\xff\xfe']) }, ''],
    ['nothing', {}, 'Paste a document, or choose a file.'],
  ])('%s is said beside its field', async (_, fields, said) => {
    const answer = await verify(fields)
    if (said) expect(answer.errors).toContain(said)
    if (said) expect(answer.status).toBe(422)
  })

  test('what was typed is kept', async () => {
    const { text } = await verify({ log: byHand, eventId: '<b>', head: 'typed' })
    expect(text).toContain('value="&lt;b&gt;"')
    expect(text).toContain('value="typed"')
    expect(text).toContain('|joined|')
  })

  test.each([
    ['a code', `1|2026-11-30T01:18:36Z|left|${'z'.repeat(1_900_000)}|-|-\n`],
    ['a kind', `1|2026-11-30T01:18:36Z|${'z'.repeat(1_900_000)}\n`],
    ['no lines', 'z'.repeat(1_900_000)],
  ])('%s without end makes a short page in a short time', async (_, long) => {
    const began = performance.now()
    const answer = await verify({ logFile: new Blob([long]), eventId: 'e' })
    expect(answer.words).toContain('This log does not hold')
    expect(answer.text.length).toBeLessThan(30_000)
    expect(performance.now() - began).toBeLessThan(5000)
  })

  test('that takes too much is refused', async () => {
    const lines = Array.from({ length: 25_000 }, (_, at) => `joined|c${at}|${at + 5}|-`)
    const long = lines.map((line, at) => `${at + 1}|2026-11-30T01:18:36Z|${line}\n`).join('')
    const answer = await verify({ logFile: new Blob([long]), eventId: 'e' })
    expect(answer.errors).toContain('too long to check here. Use the script instead.')
  })
})
