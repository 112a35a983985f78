import { BadInput } from './bad-input.ts'
import { cut } from './quote.ts'

/** SHA-256 and files cannot hold half of a surrogate pair, and replace it. */
const LONE_SURROGATE = /\p{Cs}/u
const DIGITS = /^(0|[1-9][0-9]*)$/
const ENDS_A_WORD = /[\s"{}[\],:]/

/** Two readers could take such JSON for different documents. @throws {BadInput} */
export function refuseAmbiguous(json: string): void {
  const objects: (Set<string> | null)[] = []
  let last = ''
  for (let at = 0; at < json.length; ) {
    const sign = json[at] as string
    const end = sign === '"' ? endOfText(json, at) : endOfWord(json, at)
    if (sign === '"') last = readText(json.slice(at, end))
    else if (sign === '{') objects.push(new Set())
    else if (sign === '[') objects.push(null)
    else if (sign === '}' || sign === ']') objects.pop()
    else if (sign === ':') takeKey(objects.at(-1), last)
    else refuseOddNumber(json.slice(at, end))
    at = end
  }
}

function endOfText(json: string, start: number): number {
  let at = start + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}

function endOfWord(json: string, start: number): number {
  let at = start + 1
  if (ENDS_A_WORD.test(json[start] as string)) return at
  while (at < json.length && !ENDS_A_WORD.test(json[at] as string)) at += 1
  return at
}

function readText(written: string): string {
  const text: string = written.includes('\\') ? JSON.parse(written) : written.slice(1, -1)
  if (LONE_SURROGATE.test(text))
    throw new BadInput('document', 'has half of a character, a surrogate without its other half')
  return text
}

/** Compared as read: "roll" and "r\u006fll" are the same. */
function takeKey(keys: Set<string> | null | undefined, key: string): void {
  if (keys?.has(key)) throw new BadInput(cut(key), 'is there twice')
  keys?.add(key)
}

/** Other numbers are refused where they are read, by name. */
function refuseOddNumber(word: string): void {
  const value = Number(word)
  if (word.trim() !== '' && Number.isInteger(value) && value >= 0 && !DIGITS.test(word))
    throw new BadInput('document', `must have whole numbers in digits only, not ${cut(word)}`)
}
