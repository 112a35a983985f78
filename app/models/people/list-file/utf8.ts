/** `letters`: of several bytes. `broken`: offsets. */
export type Utf8Scan = { letters: number; broken: number[] }

/** With more broken bytes it is not UTF-8 at all. */
const MOST_BROKEN = 10_000

export function scanUtf8(bytes: Uint8Array): Utf8Scan {
  const broken: number[] = []
  let letters = 0
  let at = 0
  while (at < bytes.length && broken.length < MOST_BROKEN) {
    if ((bytes[at] ?? 0) < 0x80) at += 1
    else {
      const length = letterLength(bytes, at)
      if (length > 0) letters += 1
      else broken.push(at)
      at += length || 1
    }
  }
  return { letters, broken }
}

/** In bytes; 0 for no letter (Unicode 16, table 3-7). */
function letterLength(bytes: Uint8Array, at: number): number {
  const [lead = 0, second = 0] = [bytes[at], bytes[at + 1]]
  const isTail = (offset: number) => ((bytes[at + offset] ?? 0) & 0xc0) === 0x80
  if (!isTail(1)) return 0
  if (lead >= 0xc2 && lead <= 0xdf) return 2
  if ((lead & 0xf0) === 0xe0 && isTail(2))
    return (lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f) ? 0 : 3
  if (lead >= 0xf0 && lead <= 0xf4 && isTail(2) && isTail(3))
    return (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f) ? 0 : 4
  return 0
}
