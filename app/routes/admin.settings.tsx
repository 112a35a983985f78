import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { SettingsTable } from '#app/components/settings-table.tsx'
import { FixedZone, ZoneSettings } from '#app/components/zone-settings.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseFormData, readForm, refuseForm } from '#app/http/forms/form.server.ts'
import { notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { sendTestMail } from '#app/models/mail/test-mail.server.ts'
import { changeZone } from '#app/models/operating/change-zone.server.ts'
import { shownSettings } from '#app/models/operating/overview.server.ts'
import { type ZoneForm, zoneSchema } from '#app/models/operating/zone-form.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { settings } from '#app/settings.server.ts'
import { nameOfZone, timeZones, todaysZone } from '#app/values/time-zone.ts'
import { appVersion } from '#app/version.ts'

export const meta: MetaFunction = () => [{ title: 'Settings' }]

export function loader(args: LoaderFunctionArgs) {
  const { email } = requireAdmin(args)
  const { APP_NAME, APP_URL, APP_TIME_ZONE, isZoneFixed, MAIL_ENABLED, SES_SENDER_EMAIL } =
    settings()
  const timeZone = todaysZone(APP_TIME_ZONE)
  return {
    email,
    appName: APP_NAME,
    appUrl: APP_URL,
    timeZone,
    zones: isZoneFixed ? null : timeZones(timeZone),
    isMailOn: MAIL_ENABLED,
    sender: SES_SENDER_EMAIL,
    rows: shownSettings(),
    version: appVersion,
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  const form = await readForm(args.request)
  return form.get('intent') === 'test' ? sendTest(viewer) : saveZone(form, viewer)
}

async function saveZone(form: FormData, viewer: Viewer) {
  const { value, submission, failed } = parseFormData(form, zoneSchema)
  if (failed) return failed
  const refusal = await changeZone(value, actorOf(viewer))
  if (refusal === 'not-admin') throw notFound()
  if (refusal === 'fixed' || refusal === 'stale')
    return refuseForm(submission, { timeZone: [sayRefusal(refusal)] })
  const words = `The time zone is now ${nameOfZone(value.timeZone)}.`
  return redirectWithFlash('/admin/settings', words)
}

function sayRefusal(refusal: 'fixed' | 'stale'): string {
  if (refusal === 'fixed') return 'APP_TIME_ZONE decides the time zone. It can’t be changed here.'
  const now = nameOfZone(settings().APP_TIME_ZONE)
  return `Someone has changed the time zone to ${now} since you opened this page. To save yours anyway, press save again.`
}

async function sendTest(viewer: Viewer) {
  if (await sendTestMail(viewer)) throw notFound()
  const words = settings().MAIL_ENABLED
    ? `The test email to ${viewer.email} is on the way.`
    : 'Email is off, so the test email was not sent. You can read it under Admin, Email.'
  return redirectWithFlash('/admin/settings', words)
}

export default function AdminSettings() {
  const { appName, appUrl, rows, version, ...page } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<ZoneForm>({
    id: 'zone',
    lastResult,
    defaultValue: { timeZone: page.timeZone },
  })
  return (
    <>
      <PageHeader
        title="Settings"
        back={{ to: '/admin', label: 'Admin' }}
        lead={page.zones ? LEAD : LEAD_WITHOUT_ZONE}
        problems={form}
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
      <h2 id="time-zone">Time zone</h2>
      {page.zones ? (
        <ZoneSettings form={form} fields={fields} now={page.timeZone} zones={page.zones} />
      ) : (
        <FixedZone timeZone={page.timeZone} />
      )}
      <Email {...page} />
      <h2>All settings</h2>
      <p>Passwords and keys are not shown.</p>
      <SettingsTable rows={rows} />
      <p>Version {version}</p>
    </>
  )
}

const LEAD =
  'You can choose the time zone here. The other settings come from the environment of the server. To change one, edit the file .env and restart the server.'
const LEAD_WITHOUT_ZONE =
  'These come from the environment of the server. To change one, edit the file .env and restart the server.'

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
        <button className={isMailOn ? undefined : 'quiet'} type="submit" name="intent" value="test">
          Send a test email to me
        </button>
        <span className="hint">It goes to {email}.</span>
      </PostForm>
    </>
  )
}
