/** Bytes of text in one encoded word: 75 characters hold `=?UTF-8?B?…?=` around its base64. */
const WORD_BYTES = 45

/** `"Name" <address>` for a header. Line breaks go, and letters beyond ASCII are encoded (RFC 2047). */
export function formatAddress(name: string, email: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a header
  const line = name.replace(/[\u0000-\u001F\u007F\s]+/g, ' ').trim()
  const isPlain = /^[ -~]*$/.test(line)
  return `${isPlain ? `"${line.replace(/[\\"]/g, '\\$&')}"` : encodedWords(line)} <${email}>`
}

/** Splits between characters, never inside one: each word must be whole UTF-8 by itself. */
function encodedWords(text: string): string {
  const words: string[] = ['']
  for (const character of text) {
    const longer = `${words.at(-1)}${character}`
    if (Buffer.byteLength(longer) <= WORD_BYTES) words[words.length - 1] = longer
    else words.push(character)
  }
  return words.map(word => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}

/** RFC 5322 atext: letters, digits and the signs that a local part may hold without quotation marks. */
const ATEXT = "[a-z0-9!#$%&'*+/=?^_`{|}~-]"
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** The last part is letters (RFC 3696), or a name in another script written in ASCII. */
const TOP = '(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])'
const ADDRESS = new RegExp(`^${ATEXT}+(?:\\.${ATEXT}+)*@(?:${LABEL}\\.)+${TOP}$`, 'i')

/** The addresses that forms and lists take: what SES sends to, at a name that the internet can have. */
export function isEmailAddress(email: string): boolean {
  return email.length <= 254 && ADDRESS.test(email)
}

/** One bare address of visible ASCII: nothing that could add a recipient or a header. */
export function isSendableAddress(email: string): boolean {
  return email.length <= 254 && /^[!-~]+@[!-~]+$/.test(email) && !/[,;:<>()[\]\\"]/.test(email)
}
