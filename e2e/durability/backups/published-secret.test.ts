import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type DrawDocument,
  parseJson,
  readDrawDocument,
} from '#app/allocation/document/document.ts'
import { completeDraw } from '#app/allocation/draw.ts'
import { commitmentOf } from '#app/allocation/ranking.ts'
import { formatRoll, parseRoll, rollHashOf } from '#app/allocation/roll.ts'
import type { Entry } from '#app/allocation/types.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { giveCode } from '#app/models/draw/seal/code.server.ts'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { createEvent, createRequest, viewerOf } from '#app/testing/factories.ts'
import { closeDatabase, rawClient } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { prepareDatabase } from '#db/setup.ts'
import type { Page } from '../../http/page.ts'
import { createPerson, PASSWORD, type Person } from '../../http/person.ts'
import { Visitor } from '../../http/visitor.ts'
import { type Runtime, startServer } from '../../server.ts'
import { draw } from '../../terms.ts'
import { TEST_ENV } from '../../test-env.ts'
import { runCommand } from '../command.ts'

const PEOPLE = 12
const MALLORY = 'mallorycode'

let folder = ''
let eventId = ''
let organizer: Person
let mallory: Person
/** Published after the backup was made: the secret, and with it every code and size of the roll. */
let published: DrawDocument

beforeAll(async () => {
  overrideSettings(readSettings(TEST_ENV))
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-secret-'))
  await prepareDatabase({ database: path.join(folder, 'tickets.db') })
  organizer = await createPerson({ role: 'organizer' })
  mallory = await createPerson({ name: 'Mallory' })
  eventId = (await createEvent({ ownerId: organizer.id, totalTickets: 6 })).id
  await write(stepsToSeal(eventId))
  const askers = [mallory.id, ...(await several(PEOPLE - 1))]
  for (const [index, userId] of askers.entries()) {
    await createRequest({ eventId, userId, sizes: '2,1' })
    await write([giveCode(eventId, userId, index === 0 ? MALLORY : `code${index}`)])
  }
  await rawClient().execute({ sql: 'VACUUM INTO ?', args: [path.join(folder, 'backup.db')] })
  await rawClient().execute('UPDATE events SET closed_at = 1')
  await makeDraw(eventId, 1, viewerOf(organizer))
  published = (await findDrawDocument(eventId, 1)) as DrawDocument
  closeDatabase()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function several(count: number): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < count) ids.push((await createPerson()).id)
  return ids
}

/** What a secret would decide if Mallory asked for these sizes and nobody else changed their request. */
function foreseen(secret: string, sizes: readonly number[]): DrawDocument {
  const entries: Entry[] = parseRoll(published.roll).map(entry =>
    entry.code === MALLORY ? { ...entry, sizes } : entry,
  )
  const roll = formatRoll(entries)
  const commitment = commitmentOf(secret)
  return completeDraw({ ...published, secret, commitment, roll, rollHash: rollHashOf(roll) })
}

function tryTickBoxes(secret: string): number[] {
  for (let boxes = 1; boxes < 256; boxes += 1) {
    const sizes = [8, 7, 6, 5, 4, 3, 2, 1].filter(size => boxes & (1 << (size - 1)))
    if ((foreseen(secret, sizes).result.get(MALLORY) ?? 0) > 0) return sizes
  }
  throw new Error('there is no way to win: give the test more tickets')
}

const shownOn = (page: Page) =>
  page.forms.flatMap(({ fields }) => fields).find(([name]) => name === 'shown')?.[1] ?? ''

async function attack(database: string, runtime: Runtime) {
  const server = await startServer({ runtime, database })
  try {
    const [member, owner] = [new Visitor(server.url), new Visitor(server.url)]
    await member.signIn(mallory.email, PASSWORD)
    const sizes = tryTickBoxes(published.secret)
    const form = await member.get(`/events/${eventId}/request`)
    const fields = { sizes: sizes.map(String), note: 'mine' }
    expect(await member.press(form, { form: 'request', fields })).toMatchObject({ status: 303 })
    const receipt = (await member.get(`/events/${eventId}/request`)).words
    const page = (await member.get(`/events/${eventId}`)).words
    await owner.signIn(organizer.email, PASSWORD)
    const closing = await owner.get(`/events/${eventId}/closing`)
    await owner.submit(closing, { button: closing.forms.at(-1)?.buttons.at(-1)?.text ?? '' })
    // The draw with the known secret, by a form that no page shows now.
    const forged = await owner.post(`/events/${eventId}/terms`, {
      draw: '1',
      source: 'none',
      shown: shownOn(await owner.get(`/events/${eventId}/terms`)),
    })
    const log = await member.get(`/events/${eventId}/draws`)
    const preparing = await owner.get(`/events/${eventId}/terms`)
    const number = /Draw (\d)/.exec(preparing.words)?.[1] ?? ''
    if (forged.status === 422) await draw(owner, eventId, preparing)
    const file = await member.get(`/events/${eventId}/draws/${number}.json`)
    const document = readDrawDocument(parseJson(file.text))
    return { sizes, receipt, page, forged, log: log.words, document }
  } finally {
    await server.stop()
  }
}

test.each(['deno', 'node'] as const)(
  'on %s: whoever knows the secret of a draw that a restore undid knows nothing of the next',
  async runtime => {
    const database = path.join(folder, `${runtime}/tickets.db`)
    const restored = await runCommand('restore', [path.join(folder, 'backup.db')], { database })
    expect(restored.output).toContain('1 draw got a new secret and commitment')
    const { sizes, receipt, page, forged, log, document } = await attack(database, runtime)

    expect(forged.status).toBe(422)
    expect(forged.errors).toContain('This is no longer the sealed draw')
    expect(document.draw).toBe(2)
    expect(document.secret).not.toBe(published.secret)
    // The deciding secret was promised before Mallory asked, and is not the one Mallory knew.
    expect(parseRoll(document.roll).find(({ code }) => code === MALLORY)?.sizes).toEqual(sizes)
    expect(document.commitment).toBe(commitmentOf(document.secret))
    expect(document.seed).not.toBe(foreseen(published.secret, sizes).seed)
    for (const said of [receipt, page, log]) {
      expect(said).toContain(document.commitment)
      expect(said).toContain(published.commitment)
      expect(said).toMatch(/Restored from a backup of \d{4}-\d\d-\d\dT[\d:]{8}Z/)
    }
    for (const said of [page, log]) expect(said).toMatch(/the database was restored from a backup/)
    expect(log).toContain('This draw was replaced and will never be made.')
  },
)

test('(control) where a backup is put in place without being restored, they win what they foresaw', async () => {
  const database = path.join(folder, 'copied.db')
  copyFileSync(path.join(folder, 'backup.db'), database)
  const { sizes, document } = await attack(database, 'node')
  expect(document).toEqual(foreseen(published.secret, sizes))
  expect(document.result.get(MALLORY)).toBeGreaterThan(0)
})
