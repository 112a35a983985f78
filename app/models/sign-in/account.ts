import { z } from 'zod'
import { emailField, nameField } from '#app/values/contact.ts'
import { wholeNumber } from '#app/values/text.ts'
import { zoneField } from '#app/values/zone-field.ts'
import { findPasswordProblem, isTypedTwice, newPasswordFields, repeatIssue } from './password.ts'

export const ownNameSchema = z.object({
  name: nameField,
  version: wholeNumber({ label: 'a version', min: 1, max: 999_999_999 }),
})
export type OwnNameForm = z.infer<typeof ownNameSchema>

export const accessLinkSchema = z.object({
  email: emailField,
  link: z.enum(['reset-password', 'sign-in']).default('reset-password'),
})
export type AccessLinkForm = z.infer<typeof accessLinkSchema>

export function passwordChangeSchema(email: string, hasPassword: boolean) {
  const typed = z.string({ error: 'Enter your current password.' }).max(1000, 'Too long.')
  return z
    .object({ current: hasPassword ? typed : typed.optional(), ...newPasswordFields(email) })
    .refine(isTypedTwice, repeatIssue)
}
export type PasswordChangeForm = z.infer<ReturnType<typeof passwordChangeSchema>>

export const firstAdminSchema = z
  .object({
    name: nameField,
    email: emailField,
    // Not asked where the environment decides.
    timeZone: zoneField.optional(),
    ...newPasswordFields(''),
  })
  .refine(isTypedTwice, repeatIssue)
  .superRefine(({ password, email }, context) => {
    const message = findPasswordProblem(password, email)
    if (message) context.addIssue({ code: 'custom', path: ['password'], message })
  })
export type FirstAdminForm = z.input<typeof firstAdminSchema>

export const linkSignInSchema = z.object({ remember: z.literal('on').optional() })
export type LinkSignInForm = z.infer<typeof linkSignInSchema>

export const endSessionSchema = z.object({ sessionId: z.string().max(64) })
