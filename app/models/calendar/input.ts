import { z } from 'zod'

export const feedSchema = z.object({
  intent: z.enum(['make', 'renew', 'remove'], { error: 'Press one of the buttons.' }),
})
