import type { MailState } from '#app/models/mail/mail.ts'
import { MailStateBadge } from './mail-state.tsx'
import { sayMailKind, sayMeaning } from './mail-words.ts'

type Mail = {
  state: MailState
  toEmail: string
  kind: string
  written: string | number | null
  sent: string | number | null
  attempts: number
  next: string | number | null
  lastError: string | null
  providerId: string | null
}

export function MailFacts({ mail }: { mail: Mail }) {
  return (
    <dl className="facts">
      <dt>State</dt>
      <dd>
        <MailStateBadge state={mail.state} /> {sayMeaning(mail)}
      </dd>
      <Fact name="To" value={mail.toEmail} />
      <Fact name="Kind" value={sayMailKind(mail.kind)} />
      <Fact name="Written" value={mail.written} />
      <Fact name="Sent" value={mail.sent} />
      <Fact name="Tries" value={mail.attempts} />
      <Fact name="Next try" value={mail.next} />
      <Fact name={mail.state === 'kept' ? 'Why' : 'Last error'} value={mail.lastError} />
      <Fact name="Number at Amazon SES" value={mail.providerId} />
    </dl>
  )
}

function Fact({ name, value }: { name: string; value: string | number | null }) {
  if (value === null) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
