import { z } from 'zod'
import { optionalLine } from '#app/values/text.ts'

export const helperSchema = z.object({
  helper: optionalLine({ max: 200 }),
  remove: z.string().max(64).optional().catch(undefined),
})

export type HelperForm = z.input<typeof helperSchema>

export const helperRefusals = {
  cancelled: 'This event is cancelled, so nobody was added.',
  gone: 'This person can’t sign in now. Choose someone else.',
  same: 'This person already helps at the door.',
  missing: 'Enter a name or an email address.',
  nobody: 'Nobody active has this name or email address.',
  several: 'Several people have this name. Enter the email address.',
} as const
