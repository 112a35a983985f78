import { z } from 'zod'
import { sayCount } from '#app/values/count.ts'
import { lineAsSeen, saysSomething } from '#app/values/seen-text.ts'
import { paragraphs } from '#app/values/text.ts'

/** A bare button. */
export const comingSchema = z.object({})

export const LONGEST_NAME = 100
const LONGEST_LIST = 10_000

/** One name on each line. */
export const namesSchema = z.object({
  names: paragraphs({ max: LONGEST_LIST }).transform((text, context) => {
    const names = text.split('\n').map(lineAsSeen).filter(Boolean)
    if (names.some(name => name.length > LONGEST_NAME))
      context.addIssue(`A name is too long: at most ${sayCount(LONGEST_NAME, 'character')}.`)
    if (!names.every(saysSomething)) context.addIssue('Use at least one letter in each name.')
    return names
  }),
})
export type NamesForm = z.input<typeof namesSchema>
