import type { Page } from '../page.ts'
import { type Fields, Visitor } from '../visitor.ts'

export type Press = { form?: string; button?: string; fields?: Fields }
export type Way = 'one after the other' | 'while the first is at work'

/** After two presses a browser without script drops the first answer with its cookies and follows the second. */
export async function pressTwice(
  visitor: Visitor,
  page: Page,
  press: Press,
  way: Way,
): Promise<Page> {
  const dropped = twin(visitor)
  const first = dropped.press(page, press)
  if (way === 'one after the other') await first
  const [second] = await Promise.all([visitor.press(page, press), first])
  return visitor.follow(second)
}

/** The same browser, with a separate copy of its cookies. */
export function twin(visitor: Visitor): Visitor {
  const other = new Visitor(visitor.origin, visitor.ownOrigin)
  for (const [name, value] of visitor.cookies) other.cookies.set(name, value)
  return other
}

/** A form without a key: the guard is off. */
export const withoutKey = (press: Press): Press => ({
  ...press,
  fields: { ...press.fields, 'form-key': undefined },
})
