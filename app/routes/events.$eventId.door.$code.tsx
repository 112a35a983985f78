import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CountMore, countProblemId, DoorCount } from '#app/components/door-count.tsx'
import { problemsOf } from '#app/components/error-summary.tsx'
import { Facts } from '#app/components/event-facts.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { answerCount } from '#app/http/door.server.ts'
import { readForm } from '#app/http/forms/form.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findDoor } from '#app/models/hands/door.server.ts'
import { type DoorHolder, findByDoorCode } from '#app/models/hands/door-list.server.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.holder.name}: ${data.name}` : 'Ticket' },
]

type Args = Pick<LoaderFunctionArgs, 'params'> & Parameters<typeof requireViewer>[0]

/** Wrong codes, void ones and missing rights look the same. */
async function openTicket(args: Args) {
  const viewer = requireViewer(args)
  const event = found(await findDoor(viewer, args.params.eventId ?? ''))
  const holder = found(await findByDoorCode(event, args.params.code ?? ''))
  return { viewer, event, holder }
}

export async function loader(args: LoaderFunctionArgs) {
  const { event, holder } = await openTicket(args)
  return {
    ...{ id: event.id, name: event.name, holder },
    address: new URL(args.request.url).pathname,
    facts: factsOf(holder, event.timeZone),
  }
}

function factsOf(holder: DoorHolder, timeZone: string): [string, string | null][] {
  const say = (at: number | null) => (at === null ? null : sayInstantShort(at, timeZone))
  const { cameAt, cameByName, handedAt } = holder
  const changed = holder.hasChanged ? ' (changed since counted)' : ''
  return [
    ['Tickets', `${holder.holding}${changed}`],
    ['Guests', holder.guests.join(', ')],
    ['Handed over', say(handedAt)],
    ['Counted', cameAt === null ? null : `${say(cameAt)}, by ${cameByName}`],
  ]
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, event, holder } = await openTicket(args)
  const form = await readForm(args.request)
  form.set('person', holder.userId)
  return answerCount({ viewer, event, form }, () => new URL(args.request.url).pathname)
}

export default function TicketAtDoor() {
  const { id, name, holder, facts, address } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <>
      <PageHeader
        title={holder.name}
        back={{ to: `/events/${id}/door`, label: 'Door list' }}
        lead={name}
        problems={problemsOf(countProblemId(lastResult), lastResult)}
      />
      <CountMore holders={[holder]} action={address} lastResult={lastResult} />
      <DoorCount holder={holder} action={address} lastResult={lastResult} />
      <Facts rows={facts} />
    </>
  )
}
