import { type OldEncoding, oldEncodings } from './old-encodings.ts'

export type Guess = { text: string; name: string }

export function guessEncoding(bytes: Uint8Array): Guess | undefined {
  const read = ({ name, decode }: OldEncoding) => {
    const text = decode(bytes)
    return { text, name, oddness: oddnessOf(text) }
  }
  const best = oldEncodings
    .map(read)
    .reduce((least, next) => (next.oddness < least.oddness ? next : least))
  const letters = best.text.match(NOT_ASCII)?.length ?? 0
  if (best.oddness > letters || !isMostlyPlain(best.text)) return undefined
  return { text: best.text, name: best.name }
}

const NOT_ASCII = /[\u0080-\uffff]/g
const LETTER = /\p{Script=Latin}/u
const RARE = /[ŠšŽžŒœŸÿÞþÐð]/

function oddnessOf(text: string): number {
  let oddness = 0
  for (const { index, 0: sign } of text.matchAll(NOT_ASCII))
    oddness += oddnessAt(sign, text[index - 1] ?? '', text[index + 1] ?? '')
  return oddness
}

function oddnessAt(sign: string, before: string, after: string): number {
  if (/[\u0080-\u009f\ufffd]/.test(sign)) return 5
  if (LETTER.test(sign) && !/[ªºƒ]/.test(sign)) return letterOddness(sign, before, after)
  return signOddness(sign, LETTER.test(before), LETTER.test(after), after)
}

function letterOddness(sign: string, before: string, after: string): number {
  const rarity = RARE.test(sign) ? 0.5 : 0
  if (isUpper(sign)) {
    const isInside = isLower(before) || (LETTER.test(before) && isLower(after))
    return rarity + (isInside ? 2 : 0)
  }
  if (isUpper(after)) return rarity + 2
  return rarity + (/[\p{L}'’.-]/u.test(before) ? 0 : 1)
}

function signOddness(sign: string, isAfter: boolean, isBefore: boolean, after: string): number {
  if (sign === '\u00a0') return isAfter && isLower(after) ? 2 : 0
  if (sign === '’') return isAfter ? 0 : 1
  if (/[‘“„‚«‹]/.test(sign)) return isAfter ? 3 : 0
  if (/[”»›–—…•·]/.test(sign)) return isBefore && isAfter ? 3 : 0
  return isAfter || isBefore ? 3 : 0
}

const isUpper = (sign: string) => LETTER.test(sign) && sign !== sign.toLowerCase()
const isLower = (sign: string) => LETTER.test(sign) && sign !== sign.toUpperCase()

/** Words in Latin letters have ASCII between accents; Cyrillic or Greek read in an old encoding has none. */
function isMostlyPlain(text: string): boolean {
  const accented = text.match(/\p{L}+/gu)?.filter(word => /[\u0080-\uffff]/.test(word)) ?? []
  const letters = accented.join('')
  return (letters.match(NOT_ASCII)?.length ?? 0) <= letters.length / 2
}
