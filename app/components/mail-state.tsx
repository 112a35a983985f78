import type { MailState } from '#app/models/mail/mail.ts'
import { mailStateWords } from './mail-words.ts'

export function MailStateBadge({ state }: { state: MailState }) {
  return <span className={`badge badge-${state}`}>{mailStateWords[state]}</span>
}
