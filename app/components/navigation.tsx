import { useLocation } from '@remix-run/react'
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
      {viewer && !viewer.mustChangePassword ? <MainLinks viewer={viewer} /> : null}
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

function MainLinks({ viewer }: { viewer: NonNullable<NavigationProps['viewer']> }) {
  const { pathname } = useLocation()
  const links = [
    { to: '/events', label: 'Events' },
    { to: '/events/history', label: 'History' },
    ...(viewer.role === 'admin' ? [{ to: '/admin', label: 'Admin' }] : []),
    { to: '/account', label: viewer.name },
  ]
  const current = placeOf(pathname)
  return (
    <nav aria-label="Main">
      <ul>
        {links.map(({ to, label }) => (
          <li key={to}>
            <a
              href={to}
              aria-current={to === pathname ? 'page' : to === current ? true : undefined}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function placeOf(pathname: string): string | undefined {
  const places = ['/events/history', '/events', '/admin', '/account']
  return places.find(place => pathname === place || pathname.startsWith(`${place}/`))
}
