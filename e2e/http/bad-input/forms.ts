import { readFileSync } from 'node:fs'
import { GENUINE_JSON_2 } from '#app/allocation/testing/remake.ts'
import type { Fields } from '../visitor.ts'
import type { seedForForms } from './people-and-events.ts'

export type Seeded = Awaited<ReturnType<typeof seedForForms>>

export type Place = {
  page: string
  /** The route that the form posts to, if it is not the page's. */
  posts?: string
  as: 'admin' | 'member' | 'anybody'
  pool: keyof Seeded['pools']
  /** By field: what makes the form right, besides what the page fills in. */
  right?: Fields
}

const password = { password: 'nine calm rivers', repeat: 'nine calm rivers' }
const checked = {
  document: GENUINE_JSON_2,
  log: readFileSync(new URL('../../../docs/after-example-2.txt', import.meta.url), 'utf8'),
}
const event = {
  name: 'A new evening',
  startsDate: '2199-05-01',
  startsTime: '19:30',
  closesDate: '2199-04-30',
  closesTime: '12:00',
  opens: 'now',
  totalTickets: '12',
  place: 'Old mill',
  notes: 'Bring a coat',
}

export const places: Place[] = [
  {
    page: '/login',
    as: 'anybody',
    pool: 'nothing',
    right: { email: 'a@example.org', password: 'x' },
  },
  { page: '/forgot-password', as: 'anybody', pool: 'nothing', right: { email: 'a@example.org' } },
  { page: '/reset-password/:reset', as: 'anybody', pool: 'tokens', right: password },
  { page: '/sign-in/:link', as: 'anybody', pool: 'tokens' },
  { page: '/verify', as: 'anybody', pool: 'nothing', right: checked },
  { page: '/account', as: 'member', pool: 'nothing', right: { name: 'Mia' } },
  // The current password is wrong, so that a correct form signs nobody out.
  {
    page: '/account/password',
    as: 'member',
    pool: 'nothing',
    right: { current: 'x', ...password },
  },
  { page: '/account/calendar', as: 'member', pool: 'nothing' },
  { page: '/account/sessions', as: 'anybody', pool: 'nothing' },
  {
    page: '/admin/users/new',
    as: 'admin',
    pool: 'nothing',
    right: { name: 'New', role: 'member' },
  },
  { page: '/admin/users/import', as: 'admin', pool: 'nothing', right: { text: 'A,a@example.org' } },
  {
    page: '/admin/settings',
    as: 'admin',
    pool: 'nothing',
    right: { timeZone: 'Europe/Paris' },
  },
  { page: '/admin/users/:userId', as: 'admin', pool: 'people' },
  { page: '/admin/users/:userId/deactivation', as: 'admin', pool: 'people' },
  { page: '/admin/users/:userId/erasure', as: 'admin', pool: 'people' },
  { page: '/events/new', as: 'admin', pool: 'nothing', right: event },
  { page: '/events/:eventId/edit', as: 'admin', pool: 'open', right: { place: 'Old mill' } },
  { page: '/events/:eventId/cancellation', as: 'admin', pool: 'open', right: { reason: 'Storm' } },
  { page: '/events/:eventId/closing', as: 'admin', pool: 'open' },
  { page: '/events/:eventId/closing', as: 'admin', pool: 'draft' },
  { page: '/events/:eventId', posts: '/events/:eventId/closing', as: 'admin', pool: 'draft' },
  {
    page: '/events/:eventId/closing',
    as: 'admin',
    pool: 'closed',
    right: { closesDate: '2199-01-01' },
  },
  { page: '/events/:eventId/deletion', as: 'admin', pool: 'empty' },
  {
    page: '/events/:eventId/request',
    as: 'member',
    pool: 'open',
    right: { sizes: ['3'], note: 'Aisle' },
  },
  {
    page: '/events/:eventId/request',
    as: 'member',
    pool: 'empty',
    right: { sizes: ['3'], note: 'Aisle' },
  },
  { page: '/events/:eventId/request/withdrawal', as: 'member', pool: 'open' },
  {
    page: '/events/:eventId/requests/new?q=',
    as: 'admin',
    pool: 'open',
    right: { sizes: ['2'], note: 'By phone' },
  },
  {
    page: '/events/:eventId/requests/:requestId',
    as: 'admin',
    pool: 'open',
    right: { sizes: ['3'] },
  },
  { page: '/events/:eventId/requests/:requestId/withdrawal', as: 'admin', pool: 'open' },
  { page: '/events/:eventId/comparison', as: 'admin', pool: 'open' },
  {
    page: '/events/:eventId/pins',
    as: 'admin',
    pool: 'open',
    right: { amount: '1', reason: 'Guest', heldBack: '1', heldBackReason: 'House' },
  },
  { page: '/events/:eventId/allocation', as: 'admin', pool: 'closed' },
  { page: '/events/:eventId/allocation/none', as: 'admin', pool: 'closed' },
  { page: '/events/:eventId/allocation/plain-draw', as: 'admin', pool: 'closed' },
  { page: '/events/:eventId/finalization', as: 'admin', pool: 'decided' },
  {
    page: '/events/:eventId/finalization',
    as: 'admin',
    pool: 'finalized',
    right: { reason: 'A slip' },
  },
  { page: '/events/:eventId/line', as: 'admin', pool: 'finalized' },
  {
    page: '/events/:eventId/line?act=change',
    as: 'admin',
    pool: 'finalized',
    right: { kind: 'give', tickets: '1', reason: 'Host' },
  },
  {
    page: '/events/:eventId/line?act=move',
    as: 'admin',
    pool: 'finalized',
    right: {
      ...{ 'taken-0': '1', 'fromReason-0': 'A slip', 'given-0': '1', 'toReason-0': 'A slip' },
      ...{ added: '1', addedReason: 'A seat' },
    },
  },
  {
    page: '/events/:eventId/line?act=hold',
    as: 'admin',
    pool: 'finalized',
    right: { heldBack: '1', heldBackReason: 'House' },
  },
  {
    page: '/events/:eventId/terms',
    as: 'admin',
    pool: 'closed',
    // Too far away, so that the event is there for the next try.
    right: {
      source: 'numbers',
      numbersText: 'Lottery of Saturday, 6 numbers',
      numbersDate: '2199-05-01',
      numbersTime: '18:25',
      drawDate: '2199-05-01',
      drawTime: '18:25',
    },
  },
  {
    page: '/events/:eventId/draws/another',
    as: 'admin',
    pool: 'drawn',
    right: { reason: 'A request was left out' },
  },
  { page: '/events/:eventId/draws/:number', as: 'member', pool: 'locked', right: { answer: '0' } },
  {
    page: '/events/:eventId/terms',
    as: 'admin',
    pool: 'locked',
    right: { reason: 'A request was left out' },
  },
  { page: '/events/:eventId/draws', as: 'admin', pool: 'drawn' },
  { page: '/events/:eventId/confirmation', as: 'member', pool: 'held' },
  { page: '/events/:eventId/names', as: 'member', pool: 'held', right: { names: 'Ann' } },
  { page: '/events/:eventId/left-behind', as: 'admin', pool: 'finalized' },
  { page: '/events/:eventId/recipients', as: 'admin', pool: 'coming' },
  { page: '/events/:eventId/door', as: 'admin', pool: 'coming' },
  { page: '/events/:eventId/door/:code', as: 'admin', pool: 'coming' },
  { page: '/events/:eventId/door/:code', as: 'admin', pool: 'crowded', right: { count: '1' } },
  {
    page: '/events/:eventId/door/helpers',
    as: 'admin',
    pool: 'coming',
    right: { helper: 'mia@example.org' },
  },
  { page: '/events/:eventId/return', as: 'member', pool: 'returning', right: { tickets: '1' } },
  { page: '/events/:eventId/waiting-list', as: 'member', pool: 'waiting', right: { sizes: ['2'] } },
  { page: '/events/:eventId/waiting-list', as: 'member', pool: 'lapsed', right: { sizes: ['2'] } },
  { page: '/events/:eventId/waiting-list', as: 'member', pool: 'joining', right: { sizes: ['2'] } },
  { page: '/events/:eventId/waiting-list', as: 'member', pool: 'taking', right: { tickets: '1' } },
  {
    page: '/events/:eventId/offers/:offerId',
    as: 'member',
    pool: 'offered',
    right: { tickets: '1' },
  },
]

/** Addresses that take a post without fields: a bare button on another page, or the link of the first start. */
export const withoutFields = [
  '/logout',
  '/admin/users/:userId/password-link',
  '/admin/users/links',
  '/admin/users/:userId/sessions',
  '/account/fairness',
  '/admin/audit',
  '/set-up/:token',
  '/admin',
  '/admin/mail',
  '/admin/mail/:mailId',
  '/events/:eventId/invitation',
]
