import type { Page } from './http/page.ts'
import type { Visitor } from './http/visitor.ts'

export const LOCK = 'Lock the terms'

/** Locks the terms without a public value, so that the draw is made at once. Redirects are not followed. */
export async function pressDraw(
  organizer: Visitor,
  eventId: string,
  { page, fields = {} }: { page?: Page; fields?: Record<string, string | undefined> } = {},
): Promise<Page> {
  const shown = page ?? (await organizer.get(`/events/${eventId}/terms`))
  return organizer.press(shown, {
    form: 'terms',
    button: LOCK,
    fields: { source: 'none', ...fields },
  })
}

/** The same, at the end of the redirects. */
export async function draw(organizer: Visitor, eventId: string, page?: Page): Promise<Page> {
  return organizer.follow(await pressDraw(organizer, eventId, page ? { page } : {}))
}
