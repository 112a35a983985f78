import type { Page } from '../page.ts'
import type { Route } from '../routes.ts'
import type { Fields } from '../visitor.ts'

export const roles = [
  ...(['anonymous', 'member', 'other member', 'organizer', 'other organizer', 'admin'] as const),
  ...(['deactivated', 'must change password'] as const),
]
export type Role = (typeof roles)[number]

export const everybody: Role[] = ['member', 'other member', 'organizer', 'other organizer', 'admin']
const who = {
  'the signed in': everybody,
  'who sees the event': everybody,
  'who sees the event; who manages it changes': everybody,
  'who has asked': ['member'],
  'who holds tickets': ['member'],
  'who was offered tickets': ['member'],
  organizers: ['organizer', 'other organizer', 'admin'],
  'who manages the event': ['organizer', 'admin'],
  admins: ['admin'],
} satisfies Record<string, Role[]>
export type Rule = keyof typeof who | 'anybody' | 'the signed in, also to choose a password'

/** A route that is missing here fails the test. */
export const rules: Record<string, Rule> = {
  '/login': 'anybody',
  '/logout': 'anybody',
  '/forgot-password': 'anybody',
  '/reset-password/:token': 'anybody',
  '/sign-in/:token': 'anybody',
  '/set-up/:token': 'anybody',
  '/verify': 'anybody',
  '/calendar/:calendarToken.ics': 'anybody',
  '/': 'the signed in',
  '/account': 'the signed in',
  '/account/password': 'the signed in, also to choose a password',
  '/account/sessions': 'the signed in',
  '/account/fairness': 'the signed in',
  '/account/calendar': 'the signed in',
  '/help': 'the signed in',
  '/help/members': 'the signed in',
  '/help/organizers': 'the signed in',
  '/help/admins': 'the signed in',
  '/events': 'the signed in',
  '/events/history': 'the signed in',
  '/events/history.csv': 'the signed in',
  '/events/new': 'organizers',
  '/events/:eventId': 'who sees the event',
  '/events/:eventId/request': 'who sees the event',
  '/events/:eventId/request/withdrawal': 'who has asked',
  '/events/:eventId/why': 'who sees the event',
  '/events/:eventId/return': 'who sees the event',
  '/events/:eventId/waiting-list': 'who sees the event',
  '/events/:eventId/offers/:offerId': 'who was offered tickets',
  '/events/:eventId/calendar.ics': 'who holds tickets',
  '/events/:eventId/confirmation': 'who holds tickets',
  '/events/:eventId/names': 'who holds tickets',
  '/events/:eventId/draws': 'who sees the event; who manages it changes',
  '/events/:eventId/draws/:number': 'who sees the event',
  '/events/:eventId/draws/:number.json': 'who sees the event',
  '/events/:eventId/draws/roll.txt': 'who sees the event',
  '/events/:eventId/after.txt': 'who sees the event',
  '/events/:eventId/draws/new': 'who manages the event',
  '/events/:eventId/terms': 'who manages the event',
  '/events/:eventId/draws/another': 'who manages the event',
  '/events/:eventId/edit': 'who manages the event',
  '/events/:eventId/cancellation': 'who manages the event',
  '/events/:eventId/closing': 'who manages the event',
  '/events/:eventId/invitation': 'who manages the event',
  '/events/:eventId/deletion': 'who manages the event',
  '/events/:eventId/requests': 'who manages the event',
  '/events/:eventId/requests.csv': 'who manages the event',
  '/events/:eventId/requests/new': 'who manages the event',
  '/events/:eventId/requests/:requestId': 'who manages the event',
  '/events/:eventId/requests/:requestId/withdrawal': 'who manages the event',
  '/events/:eventId/comparison': 'who manages the event',
  '/events/:eventId/pins': 'who manages the event',
  '/events/:eventId/left-behind': 'who manages the event',
  '/events/:eventId/allocation': 'who manages the event',
  '/events/:eventId/allocation/none': 'who manages the event',
  '/events/:eventId/allocation/plain-draw': 'who manages the event',
  '/events/:eventId/finalization': 'who manages the event',
  '/events/:eventId/line': 'who manages the event',
  '/events/:eventId/recipients': 'who manages the event',
  '/events/:eventId/recipients.csv': 'who manages the event',
  '/events/:eventId/door': 'who manages the event',
  '/events/:eventId/door/:code': 'who manages the event',
  '/events/:eventId/door/helpers': 'who manages the event',
  '/events/:eventId/report': 'who manages the event',
  '/reports': 'organizers',
  '/admin': 'admins',
  '/admin/audit': 'admins',
  '/admin/audit.csv': 'admins',
  '/admin/mail': 'admins',
  '/admin/mail/:mailId': 'admins',
  '/admin/mail/:mailId/html': 'admins',
  '/admin/settings': 'admins',
  '/admin/users': 'admins',
  '/admin/users/new': 'admins',
  '/admin/users/import': 'admins',
  '/admin/users/links': 'admins',
  '/admin/users/links.csv': 'admins',
  '/admin/users/:userId': 'admins',
  '/admin/users/:userId/deactivation': 'admins',
  '/admin/users/:userId/erasure': 'admins',
  '/admin/users/:userId/password-link': 'admins',
  '/admin/users/:userId/sessions': 'admins',
}

export const forms: Record<string, Fields> = { '/account/sessions': { sessionId: 'others' } }

export type Outcome = 'in' | 'to sign in' | 'to a new password' | 'not there' | 'no such method'

/** A HEAD gets what a GET gets. */
export function expected(
  rule: Rule,
  role: Role,
  method: 'GET' | 'HEAD' | 'POST',
  route: Route,
): Outcome {
  const isNoPost = method === 'POST' && !route.hasAction
  if (rule === 'anybody') return isNoPost ? 'no such method' : 'in'
  if (role === 'anonymous' || role === 'deactivated') return 'to sign in'
  const isForPassword = rule === 'the signed in, also to choose a password'
  if (role === 'must change password') return isForPassword ? 'in' : 'to a new password'
  if (isNoPost) return 'no such method'
  if (isForPassword) return 'in'
  const isChange = rule === 'who sees the event; who manages it changes' && method === 'POST'
  const allowed: Role[] = who[isChange ? 'who manages the event' : rule]
  return allowed.includes(role) ? 'in' : 'not there'
}

/** Where somebody ended up. An answer that is not one of our pages is returned as it is. */
export function outcomeOf({ status, headers }: Page, rule: Rule): Outcome | string {
  const location = headers.get('location') ?? ''
  if (rule !== 'anybody' && /^\/login(\?|$)/.test(location)) return 'to sign in'
  if (rule !== 'anybody' && location === '/account/password') return 'to a new password'
  if (status === 404) return 'not there'
  if (status === 405) return 'no such method'
  return [200, 301, 303, 410, 422].includes(status) ? 'in' : `status ${status}`
}
