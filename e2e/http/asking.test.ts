import { createClient } from '@libsql/client'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { formerLosses } from '#db/schema.ts'
import { createPerson, testSite } from './site.ts'

const site = testSite({
  seed: async () => {
    const owner = await createPerson({ role: 'organizer', name: 'Olga' })
    const mia = await createPerson({ name: 'Mia' })
    const event = await createEvent({ ownerId: owner.id, name: 'Gala' })
    const past = await createEvent({ ownerId: owner.id, name: 'Past', closedAt: 1, finalizedAt: 1 })
    const asked = await createRequest({ eventId: past.id, userId: mia.id, draftAmount: 0 })
    await write([
      sql`INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail) VALUES ('f', ${past.id}, 1, 1, 0)`,
      sql`INSERT INTO results (finalization_id, request_id, amount) VALUES ('f', ${asked.id}, 0)`,
      db().insert(formerLosses).values({ userId: mia.id, before: 3, after: 1 }),
    ])
    return { owner, mia, eventId: event.id }
  },
})

const YES = { button: 'Yes, I asked for this' }

async function mailsToMia() {
  const { server, seeded } = site()
  const client = createClient({ url: `file:${server.database}` })
  const args = [seeded.mia.email]
  const { rows } = await client.execute({
    sql: "SELECT text FROM mails WHERE kind = 'did-you-ask' AND to_email = ? ORDER BY created_at",
    args,
  })
  client.close()
  return rows.map(row => String(row.text))
}

test('what an organizer enters for somebody is confirmed by that person, or counts for nothing', async () => {
  const { owner, mia, eventId } = site().seeded
  const [olga, member] = [site().as(owner), site().as(mia)]
  const requests = `/events/${eventId}/requests`
  const mine = `/events/${eventId}/request`
  const fields = { userId: mia.id, sizes: ['2'] }
  await olga.submit(await olga.get(`${requests}/new`), { form: 'request', fields })
  const [mail] = await mailsToMia()
  expect(mail).toContain('Olga entered this request for you.')
  expect(mail).toContain(mine)
  expect((await olga.get(requests)).words).toContain('entered by Olga, not confirmed')

  const [shown, otherTab] = [await member.get(mine), await member.get(mine)]
  expect(shown.words).toContain('Did you ask for this?')
  const done = await member.submit(shown, YES)
  expect(done.words).toContain('You confirmed that you asked for this.')
  expect(done.words).toContain('Olga, confirmed by you')
  expect(done.words).not.toContain('Did you ask for this?')
  expect((await member.press(shown, YES)).status).toBe(303)
  const listed = await olga.get(requests)
  expect(listed.words).toContain('entered by Olga, confirmed')

  const one = await olga.get(listed.link('Mia') ?? '')
  await olga.submit(one, { form: 'request', fields: { sizes: ['4'] } })
  const stale = await member.press(otherTab, YES)
  expect([stale.status, stale.errors]).toEqual([
    422,
    expect.stringContaining('nothing was confirmed'),
  ])
  expect(stale.words).toContain('Olga, not confirmed')
  // What stands in the other form is the request, not what the refused form sent.
  expect(stale.form('request').fields).toContainEqual(['sizes', '4'])

  await olga.submit(await olga.get(`/events/${eventId}/closing`), { button: 'Close requests now' })
  const late = await member.press(stale, YES)
  expect([late.status, late.errors]).toEqual([422, expect.stringContaining('no longer confirm')])
  expect((await member.get(mine)).words).toContain('You did not confirm it before requests closed')
  expect((await member.get(`/events/${eventId}`)).words).toContain(
    'Entered by others, not confirmed 1 request',
  )
})

test('whose losses are counted in a new way reads so until they press the button', async () => {
  const member = site().as(site().seeded.mia)
  const told =
    'Counted the old way, you had 3 losses in a row. Counted the new way, you have 1 loss.'
  await member.get('/account/fairness')
  const page = await member.get('/account/fairness')
  expect(page.words).toContain(told)
  expect(page.words).toMatch(
    /Past Olga .* – – none Does not count: the tickets were given out without a sealed draw/,
  )
  const read = await member.submit(page, { button: 'I have read this' })
  expect(read.words).not.toContain(told)
  expect((await member.press(page, { button: 'I have read this' })).status).toBe(303)
})
