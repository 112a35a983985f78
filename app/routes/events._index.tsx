import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { requireViewer } from '#app/http/viewer.server.ts'

export const meta: MetaFunction = () => [{ title: 'Events' }]

export function loader(args: LoaderFunctionArgs) {
  requireViewer(args)
  return null
}

export default function Events() {
  return (
    <>
      <PageHeader title="Events" />
      <EmptyState title="No event is open">
        <p>When one opens, it stands here.</p>
      </EmptyState>
    </>
  )
}
