import { z } from 'zod'
import { emailField, nameField } from '#app/values/contact.ts'
import { wholeNumber } from '#app/values/text.ts'

export const roles = ['member', 'organizer', 'admin'] as const
export type Role = (typeof roles)[number]

export const isOrganizing = (role: Role): boolean => role !== 'member'

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
