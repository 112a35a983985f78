import { FormKey } from './form-key.tsx'

type NavigationProps = {
  appName: string
  viewer: {
    name: string
    role: 'member' | 'organizer' | 'admin'
    mustChangePassword: boolean
  } | null
}

export function Navigation({ appName, viewer }: NavigationProps) {
  return (
    <header className="site">
      <a className="brand" href="/">
        {appName}
      </a>
      {viewer && !viewer.mustChangePassword ? (
        <nav aria-label="Main">
          <ul>
            <li>
              <a href="/events">Events</a>
            </li>
            <li>
              <a href="/events/history">History</a>
            </li>
            {viewer.role === 'admin' ? (
              <li>
                <a href="/admin">Admin</a>
              </li>
            ) : null}
            <li>
              <a href="/account">{viewer.name}</a>
            </li>
          </ul>
        </nav>
      ) : null}
      {viewer ? (
        <form method="post" action="/logout" className="sign-out">
          <FormKey />
          <button className="quiet" type="submit">
            Sign out
          </button>
        </form>
      ) : null}
    </header>
  )
}
