import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { queueMail } from '#app/mail/outbox.server.ts'
import { overrideSettings, settings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser, viewerOf } from '#app/testing/factories.ts'
import { openedMail } from '#app/testing/mails.ts'
import { load, submit } from '#app/testing/routes.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { mails } from '#db/schema.ts'
import * as list from './admin.mail._index.tsx'
import * as oneMail from './admin.mail.$mailId._index.tsx'
import * as html from './admin.mail.$mailId.html.tsx'

testDatabase()
beforeEach(() => overrideSettings({ MAIL_ENABLED: true }))

const admin = async () => viewerOf(await createUser({ role: 'admin' }))

const RESULT = {
  subject: 'Your result',
  text: 'See https://tickets.example.org/events/1\n',
  html: '<!doctype html><html lang="en"><head></head><body><p>Two</p></body></html>',
}

async function createMail(
  state: (typeof mails.$inferSelect)['state'] = 'queued',
  content = RESULT,
) {
  const { id: userId, email } = await createUser()
  await write([
    queueMail({ kind: 'result', reasonKey: userId, to: { userId, email }, content }),
    db().update(mails).set({ state }).where(eq(mails.reasonKey, userId)),
  ])
  const [row] = await db().select().from(mails).where(eq(mails.reasonKey, userId))
  return row as typeof mails.$inferSelect
}

describe('for everybody but admins', () => {
  test.each(['member', 'organizer'] as const)(
    'a %s finds no such pages, and changes nothing',
    async role => {
      const viewer = viewerOf(await createUser({ role }))
      const { id: mailId } = await createMail('failed')
      const params = { mailId }
      for (const answer of [
        await load(list.loader, { viewer }),
        await load(oneMail.loader, { viewer, params }),
        await load(html.loader, { viewer, params }),
        await submit(oneMail.action, { viewer, params, form: {} }),
      ]) {
        expect(answer.status).toBe(404)
      }
      expect(await db().select().from(mails)).toMatchObject([{ state: 'failed' }])
    },
  )

  test('a stranger is asked to sign in', async () => {
    const { id: mailId } = await createMail()
    for (const route of [list, oneMail, html]) {
      expect((await load(route.loader, { params: { mailId } })).status).toBe(303)
    }
  })
})

describe('/admin/mail', () => {
  test('lists mails as the address asks, and says whether any leave', async () => {
    await createMail('failed')
    await createMail('queued')
    const viewer = await admin()
    const page = await (
      await load(list.loader, { viewer, path: '/admin/mail?state=failed' })
    ).json()
    expect(page).toMatchObject({
      total: 1,
      isMailEnabled: true,
      counts: { failed: 1, queued: 1 },
      rows: [{ state: 'failed', canTryAgain: true }],
    })
    overrideSettings({ MAIL_ENABLED: false })
    const off = await (await load(list.loader, { viewer })).json()
    expect(off).toMatchObject({ isMailEnabled: false })
    expect(off.rows.some((row: { canTryAgain: boolean }) => row.canTryAgain)).toBe(false)
  })
})

describe('/admin/mail/:mailId', () => {
  test('shows one mail, its links apart', async () => {
    const { id: mailId } = await createMail()
    const page = await load(oneMail.loader, { viewer: await admin(), params: { mailId } })
    expect(await page.json()).toMatchObject({
      subject: 'Your result',
      parts: [
        { text: 'See ' },
        { text: 'https://tickets.example.org/events/1', isLink: true },
        { text: '\n' },
      ],
    })
  })

  test('is not there for an id that nobody has', async () => {
    const viewer = await admin()
    const params = { mailId: 'nothing' }
    expect((await load(oneMail.loader, { viewer, params })).status).toBe(404)
    expect((await load(html.loader, { viewer, params })).status).toBe(404)
    expect((await submit(oneMail.action, { viewer, params, form: {} })).status).toBe(404)
  })

  test('tries again on a pressed button, and comes back to the mail', async () => {
    const { id: mailId } = await createMail('unknown')
    const viewer = await admin()
    const answer = await submit(oneMail.action, { viewer, params: { mailId }, form: {} })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(`/admin/mail/${mailId}`)
    expect(await db().select().from(mails)).toMatchObject([{ state: 'queued', attempts: 0 }])
  })

  test('says so when a mail cannot be tried again', async () => {
    const { id: mailId } = await createMail('kept')
    const viewer = await admin()
    const answer = await submit(oneMail.action, { viewer, params: { mailId }, form: {} })
    expect(answer.status).toBe(303)
    expect(await db().select().from(mails)).toMatchObject([{ state: 'kept' }])
  })
})

describe('a link that works once', () => {
  const token = 'a1B2c3D4e5F6g7H8i9J0'
  const address = `https://tickets.example.org/reset-password/${token}`
  const content = { subject: 'New password', text: `${address}\n`, html: `<a href="${address}">` }

  async function shown(state: (typeof mails.$inferSelect)['state']) {
    const { id: mailId } = await createMail(state, content)
    const asked = { viewer: await admin(), params: { mailId } }
    const pages = [await load(oneMail.loader, asked), await load(html.loader, asked)]
    const [page = '', part = ''] = await Promise.all(pages.map(answer => answer.text()))
    expect(JSON.parse(page).isHidden).toBe(!page.includes(token))
    expect(part.includes(token)).toBe(page.includes(token))
    return page.includes(token)
  }

  test.each(['queued', 'sending', 'failed', 'unknown'] as const)(
    'is for who gets the mail, which is %s, and for no admin',
    async state => {
      expect(await shown(state)).toBe(false)
    },
  )

  test('shows where mail never leaves', async () => {
    expect(await shown('kept')).toBe(true)
    overrideSettings({ MAIL_ENABLED: false })
    expect(await shown('queued')).toBe(true)
  })

  test('that was sealed with another key is not shown, and the page says why', async () => {
    const { id: mailId } = await createMail('kept', content)
    const { SECRET_KEY } = settings()
    overrideSettings({ SECRET_KEY: 'another key, which is long enough to be one' })
    const asked = { viewer: await admin(), params: { mailId } }
    const page = await (await load(oneMail.loader, asked)).json()
    overrideSettings({ SECRET_KEY })
    expect(page).toMatchObject({ isBroken: true })
    const text = page.parts.map((part: { text: string }) => part.text).join('')
    expect(text).toContain('/reset-password/…')
  })

  test('still leaves with the mail', async () => {
    await shown('queued')
    expect(openedMail((await db().select().from(mails))[0]).text).toContain(token)
  })
})

test('the HTML part is alone in a sandbox, and its links open in a new tab', async () => {
  const { id: mailId } = await createMail()
  const answer = await load(html.loader, { viewer: await admin(), params: { mailId } })
  const policy = answer.headers.get('Content-Security-Policy') ?? ''
  for (const part of ["default-src 'none'", 'sandbox', "frame-ancestors 'self'"]) {
    expect(policy).toContain(part)
  }
  expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin|allow-forms/)
  const text = await answer.text()
  expect(text).toContain('<head><base target="_blank"><meta name="viewport"')
  expect(text).toContain('<body><p>Two</p>')
})
