import { sayCount } from '#app/values/count.ts'
import { saysSomething } from '#app/values/seen-text.ts'
import { singleLine } from '#app/values/text.ts'

const LEAST = 15

/** Everybody reads it, so “.a” is not enough. */
export function publicReason(label: string) {
  return singleLine({ label, max: 300 }).refine(
    text =>
      text === '' ||
      ([...text].length >= LEAST && text.split(' ').filter(saysSomething).length > 1),
    `Write at least ${sayCount(LEAST, 'character')} and two words. Everyone can read this.`,
  )
}
