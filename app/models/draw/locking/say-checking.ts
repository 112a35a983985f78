/** What anybody needs to check a draw, as its document has it. */
export type Checkable = {
  terms: string
  termsHash: string
  secret: string
  commitment: string
  rollHash: string
  /** As the terms say it; null for none. */
  source: string | null
  proof: string | null
}

export function sayChecking({ terms, ...checking }: Checkable) {
  const { termsHash, rollHash, commitment, secret, source, proof } = checking
  const codes: [name: string, value: string | null][] = [
    ['Hash of the terms', termsHash],
    ['Hash of the roll', rollHash],
    ['Commitment', commitment],
    ['Secret', secret],
    ['Public value from', source ?? '-'],
    ['Signature of the round', proof],
  ]
  return { terms, codes, remains: [...WHAT_REMAINS, ...(source === null ? [ALL_IS_TRUST] : [])] }
}

/** Who could still cheat, and what shows it. */
const WHAT_REMAINS = [
  'The organizer can draw again, set results by hand, cancel and make another event, and choose when requests close. All of this is public.',
  'Anyone who runs this server can leave people out before requests close, add accounts that nobody has, switch email off, restore backups or stop the server. A receipt, an email that came in time or a copy of this page proves it.',
  'A member who was given several accounts can take part several times.',
]
const ALL_IS_TRUST = 'Without a public value, all of this is a matter of trust.'
