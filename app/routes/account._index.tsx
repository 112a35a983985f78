import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Actions, Field, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm, refuseTooOften } from '#app/http/forms/form.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { changeOwnName, findAccount } from '#app/models/sign-in/account.server.ts'
import { type OwnNameForm, ownNameSchema } from '#app/models/sign-in/account.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction = () => [{ title: 'Your account' }]

export async function loader(args: LoaderFunctionArgs) {
  const { userId } = requireViewer(args)
  return found(await findAccount(userId))
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const { value, submission, failed } = await parseForm(args.request, ownNameSchema)
  if (failed) return failed
  const done = await changeOwn(viewer.userId, () => changeOwnName(viewer, value))
  if (done.refusal === 'too-often') return refuseTooOften(submission, done.seconds)
  if (done.refusal) {
    return refuseForm(submission, {
      '': [
        'Your account has changed since you opened this page. To save your name anyway, press “Save name” again.',
      ],
    })
  }
  return redirectWithFlash('/account', 'Your name has been saved.')
}

export default function Account() {
  const account = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<OwnNameForm>({
    id: 'own-name',
    lastResult,
    defaultValue: { name: account.name, version: account.version },
  })
  // Once the page has said that it was stale, saving again is a decision.
  const version = form.errors ? account.version : fields.version.initialValue
  return (
    <>
      <PageHeader title="Your account" problems={form} />
      <AccountFacts account={account} />
      <p>An admin can change your email address and your role.</p>
      <h2>Change your name</h2>
      <PostForm form={form}>
        <input type="hidden" name="version" value={version} />
        <Field field={fields.name} label="Your name" autoComplete="name" />
        <Actions>
          <button type="submit">Save name</button>
        </Actions>
      </PostForm>
      <AccountLinks />
    </>
  )
}

type AccountProps = { account: ReturnType<typeof useLoaderData<typeof loader>> }

function AccountFacts({ account }: AccountProps) {
  return (
    <dl className="facts">
      <dt>Name</dt>
      <dd>{account.name}</dd>
      <dt>Email address</dt>
      <dd>{account.email}</dd>
      <dt>Role</dt>
      <dd>{roleWords[account.role]}</dd>
    </dl>
  )
}

const roleWords = {
  member: 'Member',
  organizer: 'Organizer: you can create events',
  admin: 'Admin',
} as const

function AccountLinks() {
  return (
    <>
      <h2>Your record</h2>
      <p>
        <a href="/account/fairness">What you asked for and what you got</a>
      </p>
      <h2>Calendar</h2>
      <p>
        <a href="/account/calendar">See your events in your own calendar</a>
      </p>
      <h2>Password and devices</h2>
      <ul>
        <li>
          <a href="/account/password">Change your password</a>
        </li>
        <li>
          <a href="/account/sessions">Where you are signed in</a>
        </li>
      </ul>
    </>
  )
}
