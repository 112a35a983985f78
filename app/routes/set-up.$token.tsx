import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Field, useServerForm } from '#app/components/form.tsx'
import { DEAD_LINK_TITLE, DeadSetUpLink, LinkPage } from '#app/components/link-page.tsx'
import { NewPasswordFields } from '#app/components/new-password.tsx'
import { ZoneField } from '#app/components/zone-field.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { linkGone } from '#app/http/not-found.server.ts'
import { sessionHeaders, sessionStart } from '#app/http/session.server.ts'
import { type FirstAdminForm, firstAdminSchema } from '#app/models/sign-in/account.ts'
import { becomeFirstAdmin, isSetUpLink } from '#app/models/sign-in/set-up.server.ts'
import { settings } from '#app/settings.server.ts'
import { timeZones, todaysZone } from '#app/values/time-zone.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.isUsable ? 'Set up' : DEAD_LINK_TITLE },
]

export async function loader({ params }: LoaderFunctionArgs) {
  const isUsable = await isSetUpLink(params.token ?? '')
  const { APP_TIME_ZONE, isZoneFixed } = settings()
  const timeZone = todaysZone(APP_TIME_ZONE)
  const zones = isUsable && !isZoneFixed ? timeZones(timeZone) : null
  return json({ isUsable, timeZone, zones }, { status: isUsable ? 200 : 410 })
}

export async function action(args: ActionFunctionArgs) {
  const token = args.params.token ?? ''
  if (!(await isSetUpLink(token))) return linkGone()
  const { value, submission, failed } = await parseForm(args.request, firstAdminSchema)
  if (failed) return failed
  const done = await becomeFirstAdmin(token, value, sessionStart(args))
  if (done.refusal === 'taken')
    return refuseForm(submission, { email: ['This email address already has an account.'] })
  if (done.refusal !== undefined) return linkGone()
  return redirectWithFlash(
    '/admin',
    `Welcome, ${value.name}. You are now an admin.`,
    await sessionHeaders(done.session, args.request),
  )
}

export default function SetUp() {
  const { isUsable, timeZone, zones } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<FirstAdminForm>({
    id: 'set-up',
    lastResult,
    defaultValue: { timeZone },
  })
  if (!isUsable) return <DeadSetUpLink />
  return (
    <LinkPage
      title="Set up"
      lead="Create the first admin account. Admins add people and can make others organizers or admins."
      form={form}
      button="Create admin account"
    >
      <Field field={fields.name} label="Your name" autoComplete="name" />
      <Field field={fields.email} label="Email address" type="email" autoComplete="username" />
      <NewPasswordFields fields={fields} />
      {zones ? (
        <ZoneField
          field={fields.timeZone}
          hint="For new events and lists. You can change it later."
          zones={zones}
        />
      ) : null}
    </LinkPage>
  )
}
