import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FormKey } from '#app/components/form-key.tsx'
import { MailStateBadge } from '#app/components/mail-state.tsx'
import { mailStateMeanings, sayMailKind } from '#app/components/mail-words.ts'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { findMailToShow, tryMailAgain } from '#app/models/mail/mail.server.ts'
import { canTryAgain, splitLinks } from '#app/models/mail/mail.ts'
import { settings } from '#app/settings.server.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Mail: ${data.subject}` : 'Mail' },
]

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const mail = found(await findMailToShow(args.params.mailId ?? ''))
  const { APP_TIME_ZONE, MAIL_ENABLED } = settings()
  const say = (instant: number | null) => instant && sayInstant(instant, APP_TIME_ZONE)
  const {
    id,
    subject,
    kind,
    toEmail,
    state,
    attempts,
    lastError,
    providerId,
    text,
    isHidden,
    isBroken,
  } = mail
  return {
    mailId: id,
    subject,
    kind,
    toEmail,
    state,
    attempts,
    lastError,
    providerId,
    parts: splitLinks(text),
    isHidden,
    isBroken,
    written: say(mail.createdAt),
    sent: say(mail.sentAt),
    next: state === 'queued' && MAIL_ENABLED ? say(mail.nextAttemptAt) : null,
    canTryAgain: MAIL_ENABLED && canTryAgain(state),
  }
}

const refusals = {
  'switched-off': 'Mail is switched off: nothing leaves this program, so there is nothing to try.',
  changed: 'Nothing was changed: this mail is not one to try again, or its state has just changed.',
}

/** Try again. */
export async function action(args: ActionFunctionArgs) {
  const admin = requireAdmin(args)
  const mailId = args.params.mailId ?? ''
  const refusal = await tryMailAgain(mailId, actorOf(admin))
  if (refusal === 'missing') throw notFound()
  return redirectWithFlash(
    `/admin/mail/${mailId}`,
    refusal
      ? { kind: 'warning', text: refusals[refusal] }
      : 'The mail is queued and will be tried at once.',
  )
}

export default function OneMail() {
  const mail = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title={mail.subject} back={{ to: '/admin/mail', label: 'Mail' }} />
      <MailFacts mail={mail} />
      {mail.canTryAgain ? (
        <form method="post" className="form">
          <FormKey />
          <button type="submit">Try again</button>
        </form>
      ) : null}
      <h2>Text part</h2>
      {mail.isBroken ? (
        <p className="note">
          The link in this email cannot be read, because SECRET_KEY has changed since the email was
          written. Send this person a new link.
        </p>
      ) : mail.isHidden ? (
        <p className="hint">
          The link that works once is hidden: it is for the person it is sent to.
        </p>
      ) : null}
      <pre className="mail-text">
        {mail.parts.map((part, index) =>
          part.isLink ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
            <a key={index} href={part.text}>
              {part.text}
            </a>
          ) : (
            part.text
          ),
        )}
      </pre>
      <h2>HTML part</h2>
      <p className="hint">
        As a mail program would show it. Links open in a new tab.{' '}
        <a href={`/admin/mail/${mail.mailId}/html`}>Open it alone</a>
      </p>
      <iframe
        className="mail-html"
        title="HTML part of the mail"
        src={`/admin/mail/${mail.mailId}/html`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
    </>
  )
}

type MailOnPage = ReturnType<typeof useLoaderData<typeof loader>>

function MailFacts({ mail }: { mail: MailOnPage }) {
  return (
    <dl className="facts">
      <dt>State</dt>
      <dd>
        <MailStateBadge state={mail.state} /> {mailStateMeanings[mail.state]}
      </dd>
      <Fact name="To" value={mail.toEmail} />
      <Fact name="Kind" value={sayMailKind(mail.kind)} />
      <Fact name="Written" value={mail.written} />
      <Fact name="Sent" value={mail.sent} />
      <Fact name="Attempts" value={mail.attempts} />
      <Fact name="Next attempt" value={mail.next} />
      <Fact name="Last error" value={mail.lastError} />
      <Fact name="Id at SES" value={mail.providerId} />
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
