import { z } from 'zod'
import { isEmailAddress } from '#app/mail/address.ts'
import { singleLine, wholeNumber } from '#app/values/text.ts'

export const roles = ['member', 'organizer', 'admin'] as const
export type Role = (typeof roles)[number]

const ERASED = '@erased.invalid'

/** What stands in the place of the mail address of somebody who was erased. */
export const erasedAddress = (userId: string): string => `erased-${userId}${ERASED}`

export const isErased = ({ id, email }: { id: string; email: string }): boolean =>
  email === erasedAddress(id)

export const isOrganizing = (role: Role): boolean => role !== 'member'

export const emailField = z
  .string({ error: 'Enter an email address.' })
  .trim()
  .toLowerCase()
  .max(254, 'The email address is too long: 254 characters at most.')
  .refine(email => !email.endsWith(ERASED), 'This ending stands for people who were erased.')
  .pipe(z.string().refine(isEmailAddress, 'Enter an email address such as name@example.org.'))

export const nameField = singleLine({ label: 'a name', min: 1, max: 200 })

export const userSchema = z.object({
  name: nameField,
  email: emailField,
  role: z.enum(roles, { error: 'Choose a role.' }),
})

export type UserInput = z.infer<typeof userSchema>

export const userChangeSchema = userSchema.extend({
  version: wholeNumber({ label: 'the version that you saw,', min: 1, max: 999_999_999 }),
})

export type UserChange = z.infer<typeof userChangeSchema>
