/** Addresses that end in a one-time token, open or sealed: a reader of a stored mail could use an open one. */
const ONE_TIME = /\/(reset-password|sign-in|set-up)\/(sealed:[\w-]*|[\w-]{16,})/g
const SEALED = 'sealed:'

/** A mail's two parts, as they leave or as they are stored. */
export type Parts = { text: string; html: string }

export function hideTokens(text: string): string {
  return text.replace(ONE_TIME, '/$1/…')
}

/** Also seals what only looks sealed, as a name can: otherwise it would be taken for a link of ours that is broken. */
export function sealTokens(text: string, seal: (token: string) => string): string {
  return text.replace(ONE_TIME, (_, page, token) => `/${page}/${SEALED}${seal(token)}`)
}

export function openTokens(text: string, open: (sealed: string) => string): string {
  return text.replace(ONE_TIME, (whole, page, token: string) =>
    token.startsWith(SEALED) ? `/${page}/${open(token.slice(SEALED.length))}` : whole,
  )
}
