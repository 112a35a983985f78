import { isEmailAddress } from '#app/values/contact.ts'
import { lineAsSeen } from '#app/values/seen-text.ts'

export type AddressCell = { email: string; name: string; problem: string | undefined }

/** Longer cells hold no address and would take long to search. */
const LONGEST = 500

export function readAddress(cell: string): AddressCell {
  // Google Contacts writes several addresses into one cell, the first one first.
  const seen = lineAsSeen(cell.slice(0, LONGEST).split(':::')[0] ?? '')
  const { name, address } = splitName(seen)
  const email = withoutMarks(address).toLowerCase()
  return { email, name, problem: problemOf(email) }
}

/** `Ann Lee <ann@x.org>`, `"Lee, Ann" <ann@x.org>`, `ann@x.org (Ann Lee)`, or an address alone. */
export function splitName(text: string): { name: string; address: string } {
  const [, before, inside] = /^([^<>]*)<([^<>]*)>[\s;,.]*$/.exec(text) ?? []
  if (inside !== undefined) return { name: unquoted(before ?? ''), address: inside }
  const [, first, remark] = /^([^\s()]+@[^\s()@]+)\s*\(([^()]*)\)$/.exec(text) ?? []
  if (first !== undefined) return { name: unquoted(remark ?? ''), address: first }
  return { name: '', address: text }
}

function unquoted(name: string): string {
  const [, inside] = /^"(.*)"$/.exec(name.trim()) ?? []
  return inside === undefined ? lineAsSeen(name) : lineAsSeen(inside.replace(/\\(.)/g, '$1'))
}

function withoutMarks(address: string): string {
  return lineAsSeen(address)
    .replace(/^(?:mailto|smtp|e-?mail):\s*/i, '')
    .replace(/(@[^?]*)\?.*$/, '$1')
    .replace(/^[\s<"'([]+(?=[^@]*@)/, '')
    .replace(/[\s>"')\],;:.]+$/, '')
}

/** Only problems with a reason worth telling; the forms' rule covers the rest. */
function problemOf(email: string): string | undefined {
  if (isEmailAddress(email)) {
    if (!/#ext#@/.test(email)) return undefined
    return 'This is the sign-in name of a guest (#EXT#), not an email address.'
  }
  const [local = '', domain = '', ...others] = email.split('@')
  if (others.length > 0) return 'There are two email addresses here. Keep one.'
  if (/[‘’`´]/.test(local)) return 'The email address has a curly apostrophe. Type a straight one.'
  if (/[\u0080-\uffff]/.test(local))
    return 'Email can’t be sent to an address with accents or other scripts before the @.'
  const ascii = asciiDomain(domain)
  return ascii && `Write the part after the @ in ASCII: ${ascii}.`
}

function asciiDomain(domain: string): string | undefined {
  if (!/[\u0080-\uffff]/.test(domain) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return undefined
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return undefined
  }
}
