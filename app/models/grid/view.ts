import { z } from 'zod'

export const gridViewSchema = z.object({
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  only: z.enum(['all', 'undecided']).catch('all'),
  search: z.string().trim().max(100).catch(''),
})

export type GridView = z.output<typeof gridViewSchema>

/** A value that no page showed never matches the present draft. */
export const fillSchema = z.object({
  allocationVersion: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .catch(0),
})
