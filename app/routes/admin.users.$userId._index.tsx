import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { AuditTable } from '#app/components/audit-table.tsx'
import { Commitments } from '#app/components/commitments.tsx'
import { problemsOf } from '#app/components/error-summary.tsx'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { FormKey } from '#app/components/form-key.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { PersonFields, roleNames, StatusBadge } from '#app/components/person.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { type FormErrors, parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { personHistory } from '#app/models/audit/list.server.ts'
import { viewOfEntry } from '#app/models/audit/view.ts'
import { findCommitments } from '#app/models/people/commitments.server.ts'
import { changeUser, findUser, type PersonDetails } from '#app/models/people/user.server.ts'
import { userChangeSchema } from '#app/models/people/user.ts'
import { settings } from '#app/settings.server.ts'
import { isErased } from '#app/values/contact.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.person.name ?? 'Person' },
]

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const person = found(await findUser(args.params.userId ?? ''))
  const history = await personHistory(person.id, 20)
  const zone = settings().APP_TIME_ZONE
  const say = (instant: number | null) => (instant ? sayInstantShort(instant, zone) : undefined)
  return {
    person,
    zone,
    added: say(person.createdAt),
    signedIn: say(person.signedInAt),
    deactivated: say(person.deactivatedAt),
    history: history.map(entry => viewOfEntry(entry, zone)),
    commitments: person.deactivatedAt === null ? null : await findCommitments(person.id),
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  const person = found(await findUser(args.params.userId ?? ''))
  const { value, submission, failed } = await parseForm(args.request, userChangeSchema)
  if (failed) return failed
  const { refusal } = await changeUser(person, value, actorOf(viewer))
  if (refusal === 'not-admin' || refusal === 'missing') throw notFound()
  if (refusal === 'stale') {
    const current = found(await findUser(person.id))
    // Pressing the button again then means: yes, instead of what is there now.
    submission.payload.version = String(current.version)
    return refuseForm(submission, { '': [sayCurrent(current)] })
  }
  if (refusal) return refuseForm(submission, refusals[refusal])
  const hasLostRights = person.id === viewer.userId && value.role !== 'admin'
  return hasLostRights
    ? redirectWithFlash('/login', 'Your role was changed. Sign in again.')
    : redirectWithFlash(`/admin/users/${person.id}`, 'Saved.')
}

const refusals: Record<'erased' | 'email-taken' | 'last-admin', FormErrors> = {
  erased: { '': ['This person was erased for good, so nothing was changed.'] },
  'email-taken': { email: ['Somebody else has this mail address.'] },
  'last-admin': { role: ['The last active admin cannot be given another role.'] },
}

function sayCurrent(person: PersonDetails): string {
  return `Somebody changed this person meanwhile. It now says: ${person.name}, ${person.email}, ${
    roleNames[person.role]
  }${person.deactivatedAt === null ? '' : ', deactivated'}. What you typed is still below; save again to put it in its place.`
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>
type PersonForm = { name: string; email: string; role: string; version: string }

export default function PersonPage() {
  const loaded = useLoaderData<typeof loader>()
  const { person, history, zone } = loaded
  // What was typed stays to be read, also when it came too late.
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <>
      <PageHeader
        title={person.name}
        back={{ to: '/admin/users', label: 'People' }}
        problems={problemsOf('person', lastResult)}
      />
      <Facts loaded={loaded} />
      {isErased(person) && !lastResult ? (
        <p className="note">
          Erased for good: requests and results stay without a name, and nobody can sign in here
          again.
        </p>
      ) : (
        <>
          <h2>Name, mail address and role</h2>
          <ChangeForm person={person} lastResult={lastResult} />
          <h2>Access</h2>
          <Access person={person} />
          {loaded.commitments ? <Commitments {...loaded.commitments} /> : null}
          {person.sessions > 0 ? <Sessions person={person} /> : null}
        </>
      )}
      <h2>History</h2>
      {history.length > 0 ? (
        <AuditTable
          entries={history}
          caption={`The latest changes; times are in the zone ${zone}`}
        />
      ) : (
        <p>Nothing was noted about this person so far.</p>
      )}
      <p>
        <a href={`/admin/audit?person=${person.id}`}>Everything in the audit trail</a>
      </p>
    </>
  )
}

function Facts({ loaded: { person, zone, ...said } }: { loaded: Loaded }) {
  return (
    <dl className="facts">
      <dt>Status</dt>
      <dd>
        <StatusBadge isActive={person.deactivatedAt === null} hasPassword={person.hasPassword} />
        {said.deactivated ? ` since ${said.deactivated}` : null}
      </dd>
      <dt>Last sign-in</dt>
      <dd>{said.signedIn ? `${said.signedIn} (${zone})` : 'never'}</dd>
      <dt>Signed in now</dt>
      <dd>{sayDevices(person.sessions)}</dd>
      <dt>Requests</dt>
      <dd>{person.requests}</dd>
      <dt>Own events</dt>
      <dd>{person.events}</dd>
      <dt>Added</dt>
      <dd>
        {said.added} ({zone})
      </dd>
    </dl>
  )
}

function sayDevices(sessions: number): string {
  if (sessions === 0) return 'no'
  return sessions === 1 ? 'on 1 device' : `on ${sessions} devices`
}

type Refused = NonNullable<ReturnType<typeof useActionData<typeof action>>>['lastResult']
type ChangeFormProps = Pick<Loaded, 'person'> & { lastResult: Refused | undefined }

function ChangeForm({ person, lastResult }: ChangeFormProps) {
  const [form, fields] = useServerForm<PersonForm>({
    id: 'person',
    lastResult,
    defaultValue: { ...person, version: String(person.version) },
  })
  return (
    <PostForm form={form}>
      <input type="hidden" name="version" value={fields.version.initialValue} />
      <PersonFields
        fields={fields}
        roleHint="A new role holds at once, and ends the sessions that are open."
      />
      <Actions>
        <button type="submit">Save</button>
      </Actions>
    </PostForm>
  )
}

function Access({ person }: Pick<Loaded, 'person'>) {
  const to = `/admin/users/${person.id}`
  if (person.deactivatedAt !== null) {
    return (
      <form method="post" action={`${to}/deactivation`}>
        <FormKey />
        <p>This person cannot sign in. Requests and results of the past stay as they are.</p>
        <Actions>
          <button type="submit" name="intent" value="reactivate">
            Reactivate
          </button>
          <a href={`${to}/erasure`}>Erase this person for good</a>
        </Actions>
      </form>
    )
  }
  return (
    <>
      <p>
        {person.hasPassword
          ? 'A password link lets this person choose a new password. It works once, for an hour; the old password works until then.'
          : 'This person has not chosen a password yet. The welcome mail can be sent again; the link in the earlier one ends with it.'}
      </p>
      <form method="post" action={`${to}/password-link`}>
        <FormKey />
        <Actions>
          <button type="submit" className="quiet">
            {person.hasPassword ? 'Send a password link' : 'Send the welcome mail again'}
          </button>
          <a href={`${to}/deactivation`}>Deactivate this person</a>
        </Actions>
      </form>
    </>
  )
}

function Sessions({ person }: Pick<Loaded, 'person'>) {
  return (
    <>
      <h2>Sessions</h2>
      <form method="post" action={`/admin/users/${person.id}/sessions`}>
        <FormKey />
        <p>If a device was lost: whoever is signed in as this person has to sign in again.</p>
        <Actions>
          <button type="submit" className="quiet">
            End all sessions
          </button>
        </Actions>
      </form>
    </>
  )
}
