import { z } from 'zod'
import { singleLine } from './text.ts'

/** RFC 5322 atext: characters allowed in a local part without quotation marks. */
const ATEXT = "[a-z0-9!#$%&'*+/=?^_`{|}~-]"
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** Letters (RFC 3696), or a name in another script written in ASCII. */
const TOP = '(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])'
const ADDRESS = new RegExp(`^${ATEXT}+(?:\\.${ATEXT}+)*@(?:${LABEL}\\.)+${TOP}$`, 'i')

export function isEmailAddress(email: string): boolean {
  return email.length <= 254 && ADDRESS.test(email)
}

const ERASED = '@erased.invalid'

export const erasedAddress = (userId: string): string => `erased-${userId}${ERASED}`

export const isErased = ({ id, email }: { id: string; email: string }): boolean =>
  email === erasedAddress(id)

export const emailField = z
  .string({ error: 'Enter an email address.' })
  .trim()
  .toLowerCase()
  .max(254, 'The email address is too long: at most 254 characters.')
  .refine(email => !email.endsWith(ERASED), 'This ending stands for people who were erased.')
  .pipe(z.string().refine(isEmailAddress, 'Enter an email address such as name@example.org.'))

export const nameField = singleLine({ label: 'a name', min: 1, max: 200 })
