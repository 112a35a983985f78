import { Actions } from './form.tsx'
import { FormKey } from './form-key.tsx'

type Props = { person: { id: string; deactivatedAt: number | null; hasPassword: boolean } }

export function PersonAccess({ person }: Props) {
  const to = `/admin/users/${person.id}`
  return person.deactivatedAt === null ? (
    <ActiveAccess to={to} hasPassword={person.hasPassword} />
  ) : (
    <DeactivatedAccess to={to} />
  )
}

function DeactivatedAccess({ to }: { to: string }) {
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

function ActiveAccess({ to, hasPassword }: { to: string; hasPassword: boolean }) {
  return (
    <>
      <p>
        {hasPassword
          ? 'A password link lets this person choose a new password. It works once, for an hour; the old password works until then.'
          : 'This person has not chosen a password yet. The welcome mail can be sent again; the link in the earlier one ends with it.'}
      </p>
      <form method="post" action={`${to}/password-link`}>
        <FormKey />
        <Actions>
          <button type="submit" className="quiet">
            {hasPassword ? 'Send a password link' : 'Send the welcome mail again'}
          </button>
          <a href={`${to}/deactivation`}>Deactivate this person</a>
        </Actions>
      </form>
    </>
  )
}

export function PersonSessions({ person }: { person: { id: string } }) {
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
