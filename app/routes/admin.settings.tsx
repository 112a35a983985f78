import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PostForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { SettingsTable } from '#app/components/settings-table.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { readForm } from '#app/http/forms/form.server.ts'
import { notFound } from '#app/http/not-found.server.ts'
import { requireAdmin } from '#app/http/viewer.server.ts'
import { sendTestMail } from '#app/models/mail/test-mail.server.ts'
import { shownSettings } from '#app/models/operating/overview.server.ts'
import { settings } from '#app/settings.server.ts'
import { appVersion } from '#app/version.ts'

export const meta: MetaFunction = () => [{ title: 'Settings' }]

export function loader(args: LoaderFunctionArgs) {
  const { email } = requireAdmin(args)
  const { APP_NAME, APP_URL, APP_TIME_ZONE, MAIL_ENABLED, SES_SENDER_EMAIL } = settings()
  return {
    email,
    appName: APP_NAME,
    appUrl: APP_URL,
    timeZone: APP_TIME_ZONE,
    isMailOn: MAIL_ENABLED,
    sender: SES_SENDER_EMAIL,
    rows: shownSettings(),
    version: appVersion,
  }
}

/** The one form: "Send a test email". */
export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  await readForm(args.request)
  if (await sendTestMail(viewer)) throw notFound()
  const words = settings().MAIL_ENABLED
    ? `The test email to ${viewer.email} is on the way.`
    : 'Email is off, so the test email was not sent. You can read it under Admin, Email.'
  return redirectWithFlash('/admin/settings', words)
}

export default function AdminSettings() {
  const { appName, appUrl, rows, version, ...page } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="Settings"
        back={{ to: '/admin', label: 'Admin' }}
        lead="These come from the environment of the server. To change one, edit the file .env and restart the server."
      />
      <dl className="facts">
        <dt>Name of this site</dt>
        <dd>
          {appName} (<code>APP_NAME</code>)
        </dd>
        <dt>Address</dt>
        <dd>
          {appUrl} (<code>APP_URL</code>)
        </dd>
      </dl>
      <TimeZone timeZone={page.timeZone} />
      <Email {...page} />
      <h2>All settings</h2>
      <p>Passwords and keys are not shown.</p>
      <SettingsTable rows={rows} />
      <p>Version {version}</p>
    </>
  )
}

function TimeZone({ timeZone }: { timeZone: string }) {
  return (
    <>
      <h2 id="time-zone">Time zone</h2>
      <p className="prose">
        New events start with the time zone {timeZone.replaceAll('_', ' ')}, and lists show their
        times in it. Each event can have its own. To change it, set <code>APP_TIME_ZONE</code>, for
        example to <code>Europe/Berlin</code>.
      </p>
    </>
  )
}

type EmailProps = { isMailOn: boolean; sender: string; email: string }

function Email({ isMailOn, sender, email }: EmailProps) {
  return (
    <>
      <h2 id="email">Email</h2>
      {isMailOn ? (
        <p className="prose">Email is on. Emails come from {sender}.</p>
      ) : (
        <p className="prose">
          Email is off. To turn it on, set <code>MAIL_ENABLED=true</code>,{' '}
          <code>SES_SENDER_EMAIL</code>, <code>AWS_REGION</code>, <code>AWS_ACCESS_KEY_ID</code> and{' '}
          <code>AWS_SECRET_ACCESS_KEY</code> for your account at Amazon SES.
        </p>
      )}
      <PostForm form={{ id: 'test' }} className="actions">
        <button className={isMailOn ? undefined : 'quiet'} type="submit">
          Send a test email to me
        </button>
        <span className="hint">It goes to {email}.</span>
      </PostForm>
    </>
  )
}
