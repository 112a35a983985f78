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
      <p>This person can’t sign in. Their past requests and results are kept.</p>
      <Actions>
        <button type="submit" name="intent" value="reactivate">
          Reactivate
        </button>
        <a href={`${to}/erasure`}>Erase for good</a>
      </Actions>
    </form>
  )
}

function ActiveAccess({ to, hasPassword }: { to: string; hasPassword: boolean }) {
  return (
    <>
      <p>
        {hasPassword
          ? 'A link lets this person choose a new password. It works once, for an hour. Until then the old password works.'
          : 'This person has not chosen a password yet. If you send the welcome email again, the old link stops working.'}
      </p>
      <form method="post" action={`${to}/password-link`}>
        <FormKey />
        <Actions>
          <button type="submit" className="quiet">
            {hasPassword ? 'Send a link for a new password' : 'Send the welcome email again'}
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
      <h2>Signed in</h2>
      <form method="post" action={`/admin/users/${person.id}/sessions`}>
        <FormKey />
        <p>
          Use this if a device was lost. Everyone who is signed in as this person has to sign in
          again.
        </p>
        <Actions>
          <button type="submit" className="quiet">
            Sign out everywhere
          </button>
        </Actions>
      </form>
    </>
  )
}
