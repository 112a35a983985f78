import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FormKey } from '#app/components/form-key.tsx'
import { MailFacts } from '#app/components/mail-facts.tsx'
import { MailHtml, MailText } from '#app/components/mail-parts.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { findMailToShow, tryMailAgain } from '#app/models/mail/mail.server.ts'
import { canTryAgain } from '#app/models/mail/mail.ts'
import { settings } from '#app/settings.server.ts'
import { splitLinks } from '#app/values/links.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Email: ${data.subject}` : 'Email' },
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
  'switched-off': 'Email is off, so nothing was sent.',
  changed: 'This email can’t be tried again, or its state has just changed. Nothing was changed.',
}

export async function action(args: ActionFunctionArgs) {
  const admin = requireAdmin(args)
  const mailId = args.params.mailId ?? ''
  const refusal = await tryMailAgain(mailId, actorOf(admin))
  if (refusal === 'missing') throw notFound()
  return redirectWithFlash(
    `/admin/mail/${mailId}`,
    refusal ? { kind: 'warning', text: refusals[refusal] } : 'The email will be sent in a moment.',
  )
}

export default function OneMail() {
  const mail = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title={mail.subject} back={{ to: '/admin/mail', label: 'Email' }} />
      <MailFacts mail={mail} />
      {mail.canTryAgain ? (
        <form method="post" className="form">
          <FormKey />
          <button type="submit">Try again</button>
        </form>
      ) : null}
      <MailText {...mail} />
      <MailHtml address={`/admin/mail/${mail.mailId}/html`} />
    </>
  )
}
