export type TextPart = { text: string; isLink: boolean }

const ADDRESS = /(?<![\p{L}\p{N}])(https?:\/\/[^\s<>"'`]+)/giu

/** Parts a text at its web addresses; joined, the parts are the text again. */
export function splitLinks(text: string): TextPart[] {
  const parts = text.split(ADDRESS).flatMap((part, index): TextPart[] => {
    if (index % 2 === 0) return [{ text: part, isLink: false }]
    const address = withoutEnd(part)
    return [
      { text: address, isLink: isWebAddress(address) },
      { text: part.slice(address.length), isLink: false },
    ]
  })
  return parts.filter(part => part.text !== '')
}

/** Drops punctuation at the end, and a closing bracket that the address did not open. */
function withoutEnd(address: string): string {
  let end = address.length
  let open = address.split('(').length - address.split(')').length
  while (end > 0) {
    const last = address[end - 1] ?? ''
    if (last === ')' && open < 0) open += 1
    else if (!'.,;:!?…»”’]'.includes(last)) break
    end -= 1
  }
  return address.slice(0, end)
}

/** A name or password before the host makes an address look like that of another site. */
function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hostname } = new URL(text)
  return /^https?:$/.test(protocol) && !username && !password && hostname !== ''
}
