/** Bytes per encoded word: 75 characters hold `=?UTF-8?B?…?=` around its base64. */
const WORD_BYTES = 45

/** For a header: removes line breaks and encodes letters beyond ASCII (RFC 2047). */
export function formatAddress(name: string, email: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a header
  const line = name.replace(/[\u0000-\u001F\u007F\s]+/g, ' ').trim()
  const isPlain = /^[ -~]*$/.test(line)
  return `${isPlain ? `"${line.replace(/[\\"]/g, '\\$&')}"` : encodedWords(line)} <${email}>`
}

/** Each word must be whole UTF-8. */
function encodedWords(text: string): string {
  const words: string[] = ['']
  for (const character of text) {
    const longer = `${words.at(-1)}${character}`
    if (Buffer.byteLength(longer) <= WORD_BYTES) words[words.length - 1] = longer
    else words.push(character)
  }
  return words.map(word => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}

/** One bare ASCII address, which cannot add a recipient or a header. */
export function isSendableAddress(email: string): boolean {
  return email.length <= 254 && /^[!-~]+@[!-~]+$/.test(email) && !/[,;:<>()[\]\\"]/.test(email)
}
