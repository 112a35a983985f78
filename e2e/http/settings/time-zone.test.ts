import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { startServer } from '../../server.ts'
import { createPerson, PASSWORD, testSite } from '../site.ts'
import { IN_ANOTHER_WINDOW, Visitor } from '../visitor.ts'

const chosen = /<option value="([^"]+)" selected/
const SAVE = { form: 'zone', button: 'Save time zone' }

describe('where the environment says nothing', () => {
  const site = testSite({
    env: { APP_TIME_ZONE: '' },
    seed: async () => ({ admin: await createPerson({ role: 'admin' }) }),
  })
  const admin = () => site().as(site().seeded.admin)

  test('an admin chooses the zone of new events, and the first step is ticked', async () => {
    const visitor = admin()
    expect((await visitor.get('/admin')).words).toMatch(/Set your time zone(?! ✓)/)
    const page = await visitor.get('/admin/settings')
    const saved = await visitor.submit(page, { ...SAVE, fields: { timeZone: 'Europe/Paris' } })
    expect(saved.words).toContain('The time zone is now Europe/Paris.')
    expect(chosen.exec(saved.text)?.[1]).toBe('Europe/Paris')
    expect(chosen.exec((await visitor.get('/events/new')).text)?.[1]).toBe('Europe/Paris')
    expect((await visitor.get('/admin')).words).toContain('Set your time zone ✓ done')
    const trail = await visitor.get('/admin/audit?subject=settings')
    expect(trail.words).toContain('time zone Europe/Paris')
  })

  test('a wrong zone, none, and one that has just changed are said beside the field', async () => {
    const visitor = admin()
    const page = await visitor.get('/admin/settings')
    const press = (fields: Record<string, string | undefined>) =>
      visitor.press(page, { ...SAVE, fields: { ...IN_ANOTHER_WINDOW, ...fields } })
    const wrong = await press({ timeZone: 'Mars/Olympus' })
    expect([wrong.status, wrong.words]).toEqual([422, expect.stringContaining('from the list.')])
    const none = await press({ timeZone: undefined })
    expect([none.status, none.words]).toEqual([422, expect.stringContaining('Choose a time zone.')])
    expect((await press({ timeZone: 'Asia/Tokyo' })).status).toBe(303)
    const stale = await press({ timeZone: 'Europe/Rome' })
    expect(stale.status).toBe(422)
    expect(stale.words).toContain('Someone has changed the time zone to Asia/Tokyo')
    expect(chosen.exec(stale.text)?.[1], 'keeps what was chosen').toBe('Europe/Rome')
    const again = await visitor.submit(stale, SAVE)
    expect(again.words).toContain('The time zone is now Europe/Rome.')
  })
})

describe('set-up', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-zone-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function setUp(name: string, APP_TIME_ZONE: string, fields: Record<string, string>) {
    const database = path.join(folder, name)
    const server = await startServer({ database, env: { APP_TIME_ZONE } })
    const visitor = new Visitor(server.url)
    const page = await visitor.get(server.setUpLink())
    const person = { name: 'Ada', email: 'ada@example.org', password: PASSWORD, repeat: PASSWORD }
    const done = await visitor.press(page, { form: 'set-up', fields: { ...person, ...fields } })
    return { database, server, visitor, page, done }
  }

  test('asks for the zone, which outlives a restart', async () => {
    const zone = { timeZone: 'America/New_York' }
    const { database, server, page, done, visitor } = await setUp('asked.db', '', zone)
    expect(chosen.exec(page.text)?.[1]).toBe('UTC')
    expect(page.words).toContain('New York')
    expect(done.status).toBe(303)
    await server.stop()
    const again = await startServer({ database, env: { APP_TIME_ZONE: '' } })
    const later = new Visitor(again.url)
    for (const [key, value] of visitor.cookies) later.cookies.set(key, value)
    const settings = await later.get('/admin/settings')
    expect(chosen.exec(settings.text)?.[1]).toBe('America/New_York')
    await again.stop()
  })

  test('does not ask where the environment decides, whose zone no form changes', async () => {
    const zone = { timeZone: 'Asia/Tokyo' }
    const { server, page, done, visitor } = await setUp('fixed.db', 'Europe/Berlin', zone)
    expect(page.words).not.toContain('Time zone')
    expect(done.status).toBe(303)
    const settings = await visitor.get('/admin/settings')
    expect(settings.words).toContain('start with the time zone Europe/Berlin')
    expect(settings.words).not.toContain('Save time zone')
    const odd = await visitor.post('/admin/settings', zone)
    expect([odd.status, odd.words]).toEqual([422, expect.stringContaining('APP_TIME_ZONE decides')])
    expect((await visitor.get('/admin/audit?subject=settings')).words).not.toContain('Asia/Tokyo')
    await server.stop()
  })
})
