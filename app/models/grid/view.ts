import { z } from 'zod'

/** What the address of the grid asks for; whatever it does not understand is as if it were not there. */
export const gridViewSchema = z.object({
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  only: z.enum(['all', 'undecided']).catch('all'),
  search: z.string().trim().max(100).catch(''),
})

export type GridView = z.output<typeof gridViewSchema>

/** The draft that a confirming page was rendered with; one that nobody rendered is never the present one. */
export const fillSchema = z.object({
  allocationVersion: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .catch(0),
})
