import { createClient } from '@libsql/client'
import { parse } from 'csv-parse/sync'
import { expect, test, vi } from 'vitest'
import { audit } from '#app/models/audit/audit.server.ts'
import { createEvent, createUser } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { rowsOf } from './database.ts'
import { createPerson, testSite } from './site.ts'

const HOSTILE = '=HYPERLINK("https://evil.example")'

async function seed() {
  const admin = await createPerson({ role: 'admin', name: 'Ada' })
  const bea = await createUser({ name: 'Bea' })
  const { id: eventId } = await createEvent({ ownerId: admin.id, name: 'Gala' })
  const about = { subject: 'request' as const, subjectId: 'r', eventId }
  await write([
    audit({ actor: { userId: bea.id, name: HOSTILE }, action: 'request.made', ...about }),
    audit({ actor: null, action: 'roll.frozen', subject: 'event', subjectId: eventId, eventId }),
    ...Array.from({ length: 1200 }, (_, index) =>
      audit({ actor: null, action: 'mail.tried', subject: 'mail', subjectId: `m${index}` }),
    ),
  ])
  return { admin, bea, eventId }
}

const site = testSite({ seed })
const admin = () => site().as(site().seeded.admin)
const rows = async (query: string) => {
  const file = await admin().send(`/admin/audit.csv${query}`)
  return parse(file.text, { bom: true, columns: true }) as Record<string, string>[]
}

async function linked(query = '') {
  for (;;) {
    const page = await admin().get(`/admin/audit${query}`)
    if (page.words.includes('Every entry has been sealed')) return page
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

test('the trail says that its chain holds, and gives the head, which the log gives too', async () => {
  const { words } = await linked()
  expect(words).toMatch(/✓ The trail is unchanged up to entry \d{4} Checked at/)
  const [, head] = /The newest seal is (\d+:[0-9a-f]{64})/.exec(words) ?? []
  const [last] = await rowsOf(
    site().server.database,
    "SELECT entry_id || ':' || hash AS head FROM audit_links ORDER BY entry_id DESC LIMIT 1",
  )
  expect(head).toBe(last?.head)
  const [entry, hash] = (head ?? '').split(':')
  const logged = `"entry":${entry},"hash":"${hash}","msg":"audit chain"`
  await vi.waitFor(() => expect(site().server.output()).toContain(logged), 20_000)

  const compare = (kept: string) => admin().get(`/admin/audit?kept=${encodeURIComponent(kept)}`)
  expect((await compare(head ?? '')).words).toContain('✓ The seal fits')
  expect((await compare(`${entry}:${'0'.repeat(64)}`)).words).toContain('✗ The seal does not fit')
  expect((await compare(`99${head}`)).words).toContain('✗ The seal does not fit')
  expect((await compare('<b>')).words).toContain('✗ This is not a seal')
})

test('by who, action, subject, event and day, on the page and in the file', async () => {
  const { bea, eventId } = site().seeded
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' })
  for (const [query, count] of [
    [`who=${bea.id}`, 1],
    ['who=hyperlink', 1],
    ['who=the+program', 1201],
    ['action=roll.frozen', 1],
    ['subject=mail', 1200],
    ['subject=nonsense&who=bea', 1],
    ['event=gala', 2],
    [`event=${eventId}&subject=event`, 1],
    ['subject=mail&to=2020-01-01', 0],
    [`subject=mail&from=${today}&page=3`, 1200],
  ] as const) {
    const page = await admin().get(`/admin/audit?${query}`)
    expect([query, page.words]).toEqual([query, expect.stringMatching(`(^| )${count} entr`)])
    expect([query, (await rows(`?${query}`)).length]).toEqual([query, count])
  }
})

test('the file has every entry once, and starts no formula', async () => {
  await linked()
  const all = await rows('')
  expect(all.map(row => Number(row.Number))).toEqual(all.map((_, index) => all.length - index))
  expect(new Set(all.map(row => row.Hash)).size).toBe(all.length)
  expect(all.find(row => row.Action === 'request.made')?.By).toBe(`'${HOSTILE}`)
  const { headers } = await admin().send('/admin/audit.csv')
  expect(headers.get('content-disposition')).toBe('attachment; filename="audit-trail.csv"')
})

test('a press finds what was changed from beside, and says where', async () => {
  const page = await linked()
  const pressed = await admin().submit(page, { button: 'Check now' })
  expect(pressed.words).toContain('Checked.')
  expect(pressed.words).toMatch(/✓ The trail is unchanged/)
  const other = createClient({ url: `file:${site().server.database}`, timeout: 5000 })
  await other.execute('DROP TRIGGER audit_entries_never_change')
  await other.execute("UPDATE audit_entries SET action = 'other' WHERE id = 700")
  other.close()
  const { words } = await admin().submit(pressed, { button: 'Check now' })
  expect(words).toMatch(/✗ The trail was changed Entry 700 is not what was sealed/)
  expect(words).toContain('or changed: audit_entries_never_change.')
})
