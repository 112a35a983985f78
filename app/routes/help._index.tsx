import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PageHeader } from '#app/components/page.tsx'
import { requireViewer } from '#app/http/viewer.server.ts'

export const meta: MetaFunction = () => [{ title: 'Help' }]

const pages = [
  { role: 'member', to: '/help/members', label: 'Asking for tickets', says: 'for everyone' },
  {
    role: 'organizer',
    to: '/help/organizers',
    label: 'Running an event',
    says: 'for organizers and admins',
  },
  {
    role: 'admin',
    to: '/help/admins',
    label: 'Looking after people and email',
    says: 'for admins',
  },
]

const ranks = ['member', 'organizer', 'admin']

/** Everybody may read all of them; the list has those that help. */
export function loader(args: LoaderFunctionArgs) {
  const { role } = requireViewer(args)
  return pages.filter(page => ranks.indexOf(page.role) <= ranks.indexOf(role))
}

export default function Help() {
  const useful = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title="Help" lead="Short answers to the most common questions." />
      <ul>
        {useful.map(({ to, label, says }) => (
          <li key={to}>
            <a href={to}>{label}</a>: {says}
          </li>
        ))}
      </ul>
    </>
  )
}
