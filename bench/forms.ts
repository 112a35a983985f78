import type { Page } from '../e2e/http/page.ts'
import type { Visitor } from '../e2e/http/visitor.ts'

export async function readGrid(organizer: Visitor, eventId: string): Promise<Page> {
  return organizer.get(`/events/${eventId}/allocation`)
}

/** The whole grid as a browser sends it, with one amount changed, for a member who accepts 2 or 1. */
export function gridBody(page: Page, amount: string): URLSearchParams {
  const form = page.forms.find(({ fields }) => fields.some(([name]) => name.startsWith('amount-')))
  if (!form) throw new Error(`there is no grid on ${page.url} (${page.status} ${page.heading})`)
  const taker = form.fields.find(
    ([name, was]) => name.startsWith('was-') && /^[12]\|2,1\|/.test(was),
  )
  const row = taker?.[0].replace('was-', 'amount-')
  const fields = form.fields.map(([name, value]) => [name, name === row ? amount : value])
  return new URLSearchParams(fields as [string, string][])
}
