import { sayCount } from '#app/values/count.ts'
import { StatusBadge } from './person.tsx'

type Props = {
  person: {
    deactivatedAt: number | null
    hasPassword: boolean
    sessions: number
    requests: number
    events: number
  }
  zone: string
  added?: string | undefined
  signedIn?: string | undefined
  deactivated?: string | undefined
}

export function PersonFacts({ person, zone, ...said }: Props) {
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
  return `on ${sayCount(sessions, 'device')}`
}
