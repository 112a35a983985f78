import { describe, expect, test } from 'vitest'
import type { MailContent } from './compose.ts'

const APP_URL = 'https://tickets.example.org'
const HOSTILE = '<img src=x onerror=alert(1)> "Ada" & \'Bob\'\r\nBcc: spy@example.org'
const AT = Date.UTC(2026, 9, 25, 18, 30)

const common = { appName: HOSTILE, name: HOSTILE }
const link = `${APP_URL}/events/abc?from=mail&kind=x`
const event = {
  name: HOSTILE,
  place: HOSTILE,
  starts: HOSTILE,
  closes: HOSTILE,
  startsAt: AT,
  closesAt: AT,
  timeZone: 'Europe/Berlin',
}

const entered = {
  enteredBy: HOSTILE,
  event,
  asked: '4, or else 2',
  note: HOSTILE,
  at: AT,
  link,
}

const confirming = [
  { holding: 2, releases: true },
  { holding: 1, releases: false },
].map(held => ({
  ...common,
  ...held,
  appUrl: APP_URL,
  eventId: 'abc',
  event: { name: HOSTILE, place: HOSTILE, starts: HOSTILE },
  confirmBy: HOSTILE,
}))
const after = {
  ...common,
  appUrl: APP_URL,
  event: { id: 'abc', name: HOSTILE, place: HOSTILE, startsAt: AT, timeZone: 'Europe/Berlin' },
  tickets: 2,
  holding: 1,
  sizes: '4,3,2,1',
  n: 7,
  head: 'ab'.repeat(32),
  offerId: 'def',
  until: AT / 1000,
  reason: HOSTILE,
  endedOffer: 1,
}

/** Every text that comes from people is hostile. A new mail needs its line here. */
const samples: Record<string, unknown[]> = {
  answeredMail: ['accepted', 'taken', 'declined'].map(what => ({ ...after, what })),
  changedByOrganizerMail: ['skipped', 'given', 'lowered', 'recalled', 'rejoined'].map(what => ({
    ...after,
    what,
  })),
  closingSoonMail: [{ ...common, event, link }],
  confirmBySetMail: confirming,
  confirmSoonMail: confirming,
  didYouAskMail: ['made', 'changed'].map(what => ({
    ...common,
    what,
    ...entered,
  })),
  eventCancelledMail: [{ ...common, event, reason: HOSTILE, link }],
  eventChangedMail: [
    {
      ...common,
      before: event,
      after: { ...event, startsAt: AT + 1, place: `${HOSTILE}!` },
      link,
    },
    { ...common, before: event, after: { ...event, startsAt: AT + 3_600_000 }, link },
  ],
  invitationMail: [HOSTILE, null].map(closes => ({
    ...common,
    appUrl: APP_URL,
    event: { id: 'abc', name: HOSTILE, place: HOSTILE, starts: HOSTILE, closes },
  })),
  lastCallMail: [after],
  lockingCancelledMail: [
    {
      ...common,
      appUrl: APP_URL,
      event: { id: 'abc', name: HOSTILE },
      draw: 1,
      reason: HOSTILE,
      nextCommitment: 'ab'.repeat(32),
    },
  ],
  offerEndedMail: [
    { what: 'expired' },
    { what: 'expired', isPutBack: true, reason: '' },
    ...['cancelled', 'unfinalized', 'moved', 'changed', 'erased', undefined].map(why => ({
      what: 'withdrawn',
      why,
    })),
  ].map(what => ({ ...after, ...what })),
  offerMail: [after, { ...after, holding: 0, sizes: '2' }],
  offerShortenedMail: [after],
  passwordResetMail: [{ ...common, link: `${APP_URL}/reset-password/token`, minutes: 60 }],
  releasedMail: [{ ...after, holding: 0 }],
  requestReceiptMail: ['made', 'changed', 'withdrawn'].map(what => ({
    ...common,
    what,
    ...entered,
  })),
  returnedMail: [after, { ...after, holding: 0 }],
  resultMail: [{ amount: 2 }, { amount: 0 }, { amount: 0, before: 2 }].map(result => ({
    ...common,
    isDrawn: true,
    asked: '4, or else 2',
    demand: { people: 3, tickets: 9, total: 5 },
    redraws: [{ draw: 2, reason: HOSTILE }],
    ...result,
    event: { ...event, startsAt: HOSTILE, ownerName: HOSTILE },
    link,
  })),
  signInLinkMail: [{ ...common, link: `${APP_URL}/sign-in/token`, minutes: 15 }],
  testMail: [{ ...common, appUrl: APP_URL }],
  termsLockedMail: [
    { line: 'a1b2|2,1|1|0', off: null },
    { line: null, off: 'no-size' },
    { line: null, off: 'deactivated' },
    { line: null, off: 'missing' },
  ].map(mine => ({
    ...common,
    ...mine,
    appUrl: APP_URL,
    event: { id: 'abc', name: HOSTILE, timeZone: 'Europe/Berlin' },
    draw: 1,
    commitment: 'ab'.repeat(32),
    rollHash: 'cd'.repeat(32),
    termsHash: 'ef'.repeat(32),
    terms: 'draw|1\nrule|plain\n',
    source: `numbers:2026-12-01T14:35:00Z:${HOSTILE}`,
    sourceInWords: HOSTILE,
    knownAt: AT,
  })),
  welcomeMail: [
    {
      ...common,
      email: 'ada@example.org',
      link: `${APP_URL}/reset-password/token`,
      askAgain: `${APP_URL}/forgot-password`,
      days: 7,
    },
  ],
}

type Component = (data: unknown) => MailContent

const modules = import.meta.glob<Record<string, unknown>>(
  ['./mails/**/*.ts', '!./mails/**/*.test.ts'],
  {
    eager: true,
  },
)
const components = Object.values(modules)
  .flatMap(module => Object.entries(module))
  .filter(([name, value]) => name.endsWith('Mail') && typeof value === 'function')
  .map(([name, value]) => ({ name, component: value as Component }))

test('finds the mails', () => {
  expect(components.length).toBeGreaterThanOrEqual(6)
})

describe.each(components)('$name', ({ name, component }) => {
  const mails = (samples[name] ?? []).map(sample => component(sample))

  test('has data here', () => {
    expect(mails.length, `give ${name} a line in samples`).toBeGreaterThan(0)
  })

  test('has a subject of one line, a text part and an HTML part', () => {
    for (const mail of mails) {
      expect(mail.subject).toMatch(/^\S.*\S$/)
      expect(mail.subject).not.toMatch(/[\r\n\t]/)
      expect(mail.text.trim()).not.toBe('')
      expect(mail.html).toMatch(/^<!doctype html><html lang="en">/)
    }
  })

  test('escapes what people typed', () => {
    for (const mail of mails) {
      expect(mail.html).not.toContain('<img')
      expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt; &quot;Ada&quot; &amp;')
      expect(mail.html).not.toMatch(/<(script|iframe|form|link|object)/i)
    }
  })

  test('begins with a sentence, has no "mail" for an email, and says "someone"', () => {
    for (const { text } of mails) {
      const plain = text.replaceAll(HOSTILE, 'X').split('\n\n')
      expect(plain[1]).toMatch(/^[A-Z]/)
      expect(text.replaceAll(/https?:\S+/g, '')).not.toMatch(/\bmails?\b|\bsomebody\b/i)
    }
  })

  test('has the same links in both parts, all to this program', () => {
    for (const mail of mails) {
      const inText = mail.text.match(/https?:\/\/\S+/g) ?? []
      const inHtml = mail.html.match(/https?:\/\/[^\s"<]+/g) ?? []
      expect(inHtml.map(unescapeHtml)).toEqual(inText)
      expect(mail.html).toContain(`<a href="${APP_URL}/`)
      expect(inText.length).toBeGreaterThan(0)
      for (const address of inText) expect(address.startsWith(`${APP_URL}/`)).toBe(true)
    }
  })

  test('has the same words in both parts', () => {
    for (const mail of mails) {
      const words = [...mail.html.matchAll(/>([^<]+)</g)]
        .map(match => unescapeHtml(String(match[1])).trim())
        .filter(text => text.length > 3)
      for (const text of words.slice(2)) expect(squeeze(mail.text)).toContain(squeeze(text))
    }
  })
})

function unescapeHtml(text: string): string {
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" }
  return text.replace(/&(lt|gt|quot|amp|#39);/g, (_, name) => String(names[name]))
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
