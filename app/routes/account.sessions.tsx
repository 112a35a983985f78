import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FormKey } from '#app/components/form-key.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm } from '#app/http/forms/form.server.ts'
import { notFound } from '#app/http/not-found.server.ts'
import { noSessionHeaders } from '#app/http/session.server.ts'
import { actorOf, requireViewer } from '#app/http/viewer.server.ts'
import { endSessionSchema } from '#app/models/sign-in/account.ts'
import { sayDevice } from '#app/models/sign-in/session/device.ts'
import {
  endOtherSessions,
  endOwnSession,
  listSessions,
} from '#app/models/sign-in/session/session.server.ts'
import { settings } from '#app/settings.server.ts'
import { readPage } from '#app/values/page.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction = () => [{ title: 'Where you are signed in' }]

export async function loader(args: LoaderFunctionArgs) {
  const { userId, sessionId } = requireViewer(args)
  const timeZone = settings().APP_TIME_ZONE
  const { searchParams } = new URL(args.request.url)
  const { sessions, total, page, pages } = await listSessions(userId, readPage(searchParams))
  return {
    timeZone,
    total,
    page,
    pages,
    address: addressOf(args.request),
    sessions: sessions.map(({ id, userAgent, address, seenAt, createdAt }) => ({
      id,
      address,
      isThis: id === sessionId,
      device: sayDevice(userAgent),
      seen: sayInstantShort(seenAt, timeZone),
      started: sayInstantShort(createdAt, timeZone),
    })),
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const { value, failed } = await parseForm(args.request, endSessionSchema)
  if (failed) throw notFound()
  if (value.sessionId === 'others') {
    const wereThere = await endOtherSessions(viewer)
    const words = wereThere
      ? 'You have been signed out everywhere else.'
      : 'You were not signed in anywhere else.'
    return redirectWithFlash('/account/sessions', words)
  }
  if (!(await endOwnSession(actorOf(viewer), value.sessionId))) throw notFound()
  if (value.sessionId === viewer.sessionId)
    return redirectWithFlash('/login', 'You have signed out.', await noSessionHeaders())
  return redirectWithFlash('/account/sessions', 'That browser has been signed out.')
}

export default function Sessions() {
  const { sessions, total, page, pages, address, timeZone } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        back={{ to: '/account', label: 'Your account' }}
        title="Where you are signed in"
        lead={`All browsers where you are signed in. If you don’t recognise one, sign it out and change your password. Times are in ${timeZone}.`}
      />
      <ul className="cards">
        {sessions.map(session => (
          <SessionCard key={session.id} session={session} />
        ))}
      </ul>
      <Pagination page={page} pages={pages} address={address} />
      {total > 1 ? (
        <EndButton sessionId="others" label="Sign out everywhere else" />
      ) : (
        <p className="hint">You are not signed in anywhere else.</p>
      )}
    </>
  )
}

type Session = ReturnType<typeof useLoaderData<typeof loader>>['sessions'][number]

function SessionCard({ session }: { session: Session }) {
  const { device, seen, started, address, isThis } = session
  return (
    <li className="card">
      <h2>
        {device} {isThis ? <span className="badge">This browser</span> : null}
      </h2>
      <dl className="facts">
        <dt>Last used</dt>
        <dd>{seen}</dd>
        <dt>Signed in</dt>
        <dd>{started}</dd>
        <dt>Network address</dt>
        <dd>{address}</dd>
      </dl>
      <EndButton
        sessionId={session.id}
        className="quiet"
        label={isThis ? 'Sign out here' : 'Sign it out'}
        hint={isThis ? undefined : `: ${device}, last used ${seen}`}
      />
    </li>
  )
}

function EndButton(props: {
  sessionId: string
  className?: string
  label: string
  hint?: string | undefined
}) {
  return (
    <form method="post">
      <FormKey />
      <button type="submit" name="sessionId" value={props.sessionId} className={props.className}>
        {props.label}
        {props.hint ? <span className="visually-hidden">{props.hint}</span> : null}
      </button>
    </form>
  )
}
