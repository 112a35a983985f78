import { type MailKind, mailKinds } from '#app/mail/kind.ts'

export const mailStates = ['queued', 'sending', 'sent', 'failed', 'unknown', 'kept'] as const
export type MailState = (typeof mailStates)[number]

/** Not when SES has it, or it never leaves. */
export function canTryAgain(state: MailState): boolean {
  return state === 'failed' || state === 'unknown' || state === 'queued'
}

export type MailFilter = {
  state: MailState | undefined
  kind: MailKind | undefined
  search: string
  page: number
}

export function readMailFilter(params: URLSearchParams): MailFilter {
  const page = Number(params.get('page'))
  return {
    state: mailStates.find(state => state === params.get('state')),
    kind: mailKinds.find(kind => kind === params.get('kind')),
    search: (params.get('search') ?? '').trim().slice(0, 200),
    page: Number.isInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1,
  }
}
