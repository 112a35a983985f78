import { asSeen } from '#app/models/text.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFD]/g

export type Fitted = { text: string; remark?: string }

/** One line of text that fits its column. */
export function fitLine(text: string, what: string, max: number): Fitted {
  const line = asSeen(text.replace(CONTROL, ' ').replace(/\s+/g, ' '))
  return cut(text.trim(), line, what, max)
}

/** A text of several lines that fits its column. */
export function fitText(text: string, what: string, max: number): Fitted {
  const given = text.replace(/\r\n?/g, '\n').trim()
  return cut(given, given.replace(CONTROL, ' ').trim(), what, max)
}

function cut(given: string, clean: string, what: string, max: number): Fitted {
  const length = lengthOf(clean)
  if (length > max) {
    const short = `${startOf(clean, max - 1)}…`
    return { text: short, remark: `has a ${what} of ${length} characters; cut to ${max}` }
  }
  if (clean !== given)
    return { text: clean, remark: `had signs in its ${what} that cannot be shown` }
  return { text: clean }
}

/** Characters as SQLite counts them, and as its CHECKs do: JavaScript's length counts most emoji twice. */
export function lengthOf(text: string): number {
  return [...text].length
}

/** The first characters of a text, none of them cut in two. */
export function startOf(text: string, characters: number): string {
  return [...text.slice(0, 2 * characters)].slice(0, characters).join('')
}

/** "1 ticket", "2 tickets" */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${Math.abs(number) === 1 ? noun : `${noun}s`}`
}
