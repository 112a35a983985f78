import { z } from 'zod'
import { zoneField } from '#app/values/zone-field.ts'

export const zoneSchema = z.object({
  timeZone: zoneField,
  /** Anything odd is no zone, so the form counts as stale. */
  was: z
    .string()
    .optional()
    .transform(text => (text ?? '').slice(0, 64)),
})
export type ZoneForm = z.input<typeof zoneSchema>
