/** Open or sealed. */
const ONE_TIME = /\/(reset-password|sign-in|set-up)\/(sealed:[\w-]*|[\w-]{16,})/g
const SEALED = 'sealed:'

export type Parts = { text: string; html: string }

export function hideTokens(text: string): string {
  return text.replace(ONE_TIME, '/$1/…')
}

/** Also seals text that only looks sealed, such as a name: it would count as a broken link of ours. */
export function sealTokens(text: string, seal: (token: string) => string): string {
  return text.replace(ONE_TIME, (_, page, token) => `/${page}/${SEALED}${seal(token)}`)
}

export function openTokens(text: string, open: (sealed: string) => string): string {
  return text.replace(ONE_TIME, (whole, page, token: string) =>
    token.startsWith(SEALED) ? `/${page}/${open(token.slice(SEALED.length))}` : whole,
  )
}
