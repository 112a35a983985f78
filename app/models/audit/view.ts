import { sayInstantShort } from '#app/values/time.ts'
import type { ChainedEntry } from './chain.ts'
import { type Change, readChanges } from './change.ts'

type Entry = ChainedEntry & {
  eventName: string | null
  personId: string | null
  personName: string | null
}

export const PROGRAM = 'The program'

type Link = { label: string; href: string | null }

export type AuditView = {
  id: number
  at: string
  actor: Link
  action: string
  about: Link[]
  changes: Change[]
}

export function viewOfEntry(entry: Entry, timeZone: string): AuditView {
  const say = (instant: number) => sayInstantShort(instant, timeZone)
  return {
    id: entry.id,
    at: say(entry.at),
    actor: entry.actorId
      ? { label: entry.actorName, href: `/admin/users/${entry.actorId}` }
      : { label: entry.actorName || PROGRAM, href: null },
    action: sayAction(entry.action),
    about: aboutOf(entry),
    changes: readChanges(entry.before, entry.after, say),
  }
}

export function sayAction(action: string): string {
  return action.replace('.', ': ').replaceAll('-', ' ')
}

function aboutOf(entry: Entry): Link[] {
  const eventId = entry.eventId ?? (entry.subject === 'event' ? entry.subjectId : null)
  const links: Link[] = []
  if (entry.personName)
    links.push({ label: entry.personName, href: `/admin/users/${entry.personId}` })
  if (eventId && entry.eventName) links.push({ label: entry.eventName, href: `/events/${eventId}` })
  return links.length > 0 ? links : [{ label: `${entry.subject} ${entry.subjectId}`, href: null }]
}
