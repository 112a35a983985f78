import { z } from 'zod'

export const readersSchema = z.object({
  readers: z.enum(['all', 'members'], { error: 'Press one of the buttons.' }),
})
