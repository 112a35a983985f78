import { createHash } from 'node:crypto'
import { PASSWORD, type Person, signedIn } from '../../http/person.ts'
import { pressDraw } from '../../terms.ts'
import type { Cast, Stage } from '../cast.ts'
import { pick } from '../random.ts'
import { fieldOf, hasForm, type Step, settle, type Walk } from '../soak/walker.ts'

/** A member makes, changes or withdraws a request. In turn, because of the limit on changes. */
export function asking(members: readonly Person[], eventIds: readonly string[]): Step {
  let turn = 0
  return async ({ visitor, promises, random }) => {
    const member = members[turn++ % members.length] as Person
    const userId = member.id
    visitor.cookies.clear()
    signedIn(visitor, member)
    const eventId = pick(random, eventIds)
    const path = `/events/${eventId}/request`
    const thread = `request ${eventId} ${userId}`
    const page = await visitor.get(path)
    if (page.status !== 200) return
    const requestId = fieldOf(page, 'request', 'requestId')
    if (requestId !== '' && random() < 0.2) {
      const confirming = await visitor.get(`${path}/withdrawal`)
      if (confirming.status !== 200) return
      const attempt = promises.begin(thread, `withdrew ${requestId}`)
      settle(attempt, await visitor.press(confirming, { form: 'withdrawal' }), `/events/${eventId}`)
      return
    }
    const note = promises.nextMark()
    const attempt = promises.begin(thread, `asked ${note}`)
    const sizes = ['1', '2', '4'].filter(() => random() < 0.5)
    const fields = { sizes: sizes.length > 0 ? sizes : ['3'], note }
    settle(attempt, await visitor.press(page, { form: 'request', fields }), path)
  }
}

export function saving({ eventId }: Stage): Step {
  return async ({ visitor, promises, random }) => {
    const path = `/events/${eventId}/allocation`
    const page = await visitor.get(path)
    if (page.status !== 200) return
    const names = page.form('grid').fields.map(([name]) => name)
    const rows = names.flatMap(name => /^amount-(.+)$/.exec(name)?.[1] ?? [])
    // A finalized grid is read-only.
    if (rows.length === 0) return
    const reason = promises.nextMark()
    const chosen = new Set([pick(random, rows), pick(random, rows), pick(random, rows)])
    const fields = Object.fromEntries(
      [...chosen].flatMap(row => [
        [`amount-${row}`, pick(random, ['0', '1', '2', '3', '4'])],
        [`reason-${row}`, reason],
      ]),
    )
    const attempt = promises.begin(`allocation ${eventId}`, `saved ${reason}`)
    settle(attempt, await visitor.press(page, { form: 'grid', fields }), path)
  }
}

export function drawing({ eventId }: Stage): Step {
  return async ({ visitor, promises }) => {
    const terms = `/events/${eventId}/terms`
    const thread = `allocation ${eventId}`
    const page = await visitor.get(terms)
    if (page.status !== 200) return
    if (hasForm(page, 'terms')) {
      const attempt = promises.begin(thread, `drew ${fieldOf(page, 'terms', 'draw')}`)
      const answer = await pressDraw(visitor, eventId, { page })
      settle(attempt, answer, `/events/${eventId}/allocation`)
      return
    }
    const another = await visitor.get(`/events/${eventId}/draws/another`)
    if (another.status !== 200 || !hasForm(another, 'another')) return
    const reason = promises.nextMark()
    const attempt = promises.begin(thread, `sealed for ${reason}`)
    const answer = await visitor.press(another, { form: 'another', fields: { reason } })
    settle(attempt, answer, terms)
  }
}

export function deciding({ eventId }: Stage): Step {
  return async ({ visitor, promises }) => {
    const thread = `allocation ${eventId}`
    const page = await visitor.get(`/events/${eventId}/finalization`)
    if (page.status !== 200) return
    if (hasForm(page, 'undo')) {
      const reason = promises.nextMark()
      const attempt = promises.begin(thread, `took back for ${reason}`)
      const answer = await visitor.press(page, { form: 'undo', fields: { reason } })
      settle(attempt, answer, `/events/${eventId}/allocation`)
      return
    }
    const attempt = promises.begin(thread, 'finalized')
    const fields = { sendMail: 'on' }
    settle(attempt, await visitor.press(page, { form: 'finalize', fields }), `/events/${eventId}`)
  }
}

/** An organizer gives somebody a ticket. */
export function changing({ eventId }: Stage): Step {
  return async ({ visitor, promises, random }) => {
    const path = `/events/${eventId}/line`
    const page = await visitor.get(`${path}?act=change`)
    if (page.status !== 200) return
    const codes = [...page.text.matchAll(/<option value="([a-z0-9]+)"/g)].map(
      found => found[1] ?? '',
    )
    const reason = promises.nextMark()
    const attempt = promises.begin(`tickets ${eventId}`, `changed ${reason}`)
    const fields = { code: pick(random, codes), kind: 'give', tickets: '1', reason }
    settle(attempt, await visitor.press(page, { form: 'change', fields }), path)
  }
}

export function signingIn({ members }: Pick<Cast, 'members'>): Step {
  return async ({ visitor, promises, random }) => {
    const { id, email } = pick(random, members)
    visitor.cookies.clear()
    const page = await visitor.get('/login')
    if (page.status !== 200) return
    const attempt = promises.begin(`sign-in ${id}`)
    const fields = { email, password: PASSWORD }
    const answer = await visitor.press(page, { form: 'sign-in', fields })
    const cookie = visitor.cookies.get('session')
    if (settle(attempt, answer, /^\/(events)?$/) && cookie) attempt.word = wordOfSession(cookie)
  }
}

function wordOfSession(cookie: string): string {
  const [payload = ''] = decodeURIComponent(cookie).split('.')
  const token: string = JSON.parse(Buffer.from(payload, 'base64').toString())
  return createHash('sha256').update(token).digest('hex')
}

/** A mail that may come twice. In turn, since one person may ask five times in half an hour. */
export function askingForLink({ members }: Pick<Cast, 'members'>): Step {
  let turn = 0
  return async ({ visitor, promises, random }) => {
    const { id, email } = members[turn++ % members.length] as Person
    const link = pick(random, ['sign-in', 'reset-password'])
    const kind = link === 'sign-in' ? 'sign-in-link' : 'password-reset'
    const attempt = promises.begin(`link ${id}`, `mailed ${kind}`)
    // Each from another address, as behind a proxy: the limits are not under test here.
    const address = Array.from({ length: 4 }, () => 1 + Math.floor(random() * 254)).join('.')
    const headers = { 'X-Forwarded-For': address }
    settle(attempt, await visitor.post('/forgot-password', { email, link }, { headers }), '/login')
  }
}

export function adding({ id: adminId }: Person): Step {
  return async ({ visitor, promises }: Walk) => {
    const page = await visitor.get('/admin/users/new')
    if (page.status !== 200) return
    const name = promises.nextMark()
    const email = `${name.replaceAll(' ', '-')}@example.org`
    const attempt = promises.begin(`people ${adminId}`, `added ${email}`)
    const fields = { name, email, role: 'member' }
    settle(attempt, await visitor.press(page, { form: 'person', fields }), /^\/admin\/users\/\w+$/)
  }
}
