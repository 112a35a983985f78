import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Commitments } from '#app/components/commitments.tsx'
import { problemsOf } from '#app/components/error-summary.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { roleNames } from '#app/components/person.tsx'
import { PersonAccess, PersonSessions } from '#app/components/person-access.tsx'
import { PersonFacts } from '#app/components/person-facts.tsx'
import { PersonForm } from '#app/components/person-form.tsx'
import { PersonHistory } from '#app/components/person-history.tsx'
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
    // With the current version, a second press overwrites what is there now.
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
  erased: { '': ['This person has been erased, so nothing was changed.'] },
  'email-taken': { email: ['This email address already has an account.'] },
  'last-admin': { role: ['You can’t change the role of the last active admin.'] },
}

function sayCurrent(person: PersonDetails): string {
  return `Someone else has changed this person in the meantime. It now says: ${person.name}, ${person.email}, ${
    roleNames[person.role]
  }${person.deactivatedAt === null ? '' : ', deactivated'}. What you typed is still below. To replace what is there now, save again.`
}

export default function PersonPage() {
  const loaded = useLoaderData<typeof loader>()
  const { person, history, zone } = loaded
  // What was typed can still be read, even when it came too late.
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <>
      <PageHeader
        title={person.name}
        back={{ to: '/admin/users', label: 'People' }}
        problems={problemsOf('person', lastResult)}
      />
      <PersonFacts {...loaded} />
      {isErased(person) && !lastResult ? (
        <ErasedNote />
      ) : (
        <>
          <h2>Name, email address and role</h2>
          <PersonForm person={person} lastResult={lastResult} />
          <h2>Access</h2>
          <PersonAccess person={person} />
          {loaded.commitments ? <Commitments {...loaded.commitments} /> : null}
          {person.sessions > 0 ? <PersonSessions person={person} /> : null}
        </>
      )}
      <PersonHistory personId={person.id} history={history} zone={zone} />
    </>
  )
}

function ErasedNote() {
  return (
    <p className="note">
      This person has been erased. Their requests and results are kept without a name.
    </p>
  )
}
