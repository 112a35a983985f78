import { sayCount } from '#app/values/count.ts'
import { lineAsSeen, linesAsSeen, madeShowable } from '#app/values/seen-text.ts'

export type Fitted = { text: string; remark?: string }

export function fitLine(text: string, what: string, max: number): Fitted {
  const fitted = cut(lineAsSeen(madeShowable(text.replace(/\s+/g, ' '))), what, max)
  return withRemark(fitted, text.trim(), what)
}

export function fitText(text: string, what: string, max: number): Fitted {
  const given = text.replace(/\r\n?/g, '\n').trim()
  return withRemark(cut(linesAsSeen(madeShowable(given)), what, max), given, what)
}

function cut(clean: string, what: string, max: number): Fitted {
  const length = lengthOf(clean)
  if (length <= max) return { text: clean }
  const short = linesAsSeen(startOf(clean, max - 1))
  return {
    text: `${short}…`,
    remark: `has a ${what} of ${sayCount(length, 'character')}; cut to ${max}`,
  }
}

function withRemark(fitted: Fitted, given: string, what: string): Fitted {
  if (fitted.remark || fitted.text === given.normalize('NFC')) return fitted
  return { text: fitted.text, remark: `had signs in its ${what} that cannot be shown` }
}

/** As SQLite and its CHECKs count: JavaScript's length counts most emoji twice. */
export function lengthOf(text: string): number {
  return [...text].length
}

export function startOf(text: string, characters: number): string {
  return [...text.slice(0, 2 * characters)].slice(0, characters).join('')
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${Math.abs(number) === 1 ? noun : `${noun}s`}`
}
