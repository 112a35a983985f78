import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { EventNotice } from '#app/components/event-notice.tsx'
import { useServerForm } from '#app/components/form.tsx'
import { InviteForm } from '#app/components/invite-form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent, type ManagedEvent } from '#app/models/events/event.server.ts'
import { closingOf } from '#app/models/events/event.ts'
import {
  countInvited,
  findInvitation,
  inviteEveryone,
} from '#app/models/organizing/invitation/invitation.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayCount, wordFor } from '#app/values/count.ts'
import { qrCodeOf } from '#app/values/qr-code.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Tell people about ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state, timeZone } = event
  const address = `${settings().APP_URL}/events/${id}`
  const [counts, invitation] = await Promise.all([countInvited(id), findInvitation(id)])
  return {
    ...{ id, name, state, address, counts },
    facts: noticeOf(event),
    qrCode: qrCodeOf(address),
    isMailOn: settings().MAIL_ENABLED,
    sent: invitation
      ? `${sayCount(invitation.people, 'member')} ${wordFor(invitation.people, 'was')} emailed on ${sayInstant(invitation.at, timeZone)}.`
      : null,
  }
}

function noticeOf(event: ManagedEvent): [string, string | null][] {
  const closesAt = closingOf(event)
  const say = (at: number | null) => (at === null ? null : sayInstant(at, event.timeZone))
  return [
    ['Date', say(event.startsAt)],
    ['Place', event.place],
    ['Tickets', String(event.totalTickets)],
    ['Requests open', event.state === 'draft' ? say(event.opensAt) : null],
    ['Requests close', say(closesAt)],
  ]
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { submission } = await parseForm(args.request, z.object({}))
  const { refusal } = await inviteEveryone(viewer, event)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, { '': [refusals[refusal]] })
  const people = (await findInvitation(event.id))?.people ?? 0
  return redirectWithFlash(
    `/events/${event.id}/invitation`,
    `${sayCount(people, 'email')} ${wordFor(people, 'is')} on the way.`,
  )
}

type Refusal = NonNullable<Awaited<ReturnType<typeof inviteEveryone>>['refusal']>

const refusals: Record<Exclude<Refusal, 'not-found'>, string> = {
  sent: 'Everyone has already been emailed about this event. Nothing was sent again.',
  'mail-off': 'Email is off, so nothing was sent.',
  'not-open': 'Requests are not open, so nothing was sent.',
  stale: 'Someone changed this event just now, so nothing was sent. Check it, then try again.',
  nobody: 'There is nobody to email, so nothing was sent.',
}

export default function InvitationPage() {
  const page = useLoaderData<typeof loader>()
  const [form] = useServerForm({
    id: 'invitation',
    lastResult: useActionData<typeof action>()?.lastResult,
  })
  const header = {
    title: 'Tell people about it',
    back: { to: `/events/${page.id}`, label: page.name },
    problems: form,
  }
  if (page.state !== 'draft' && page.state !== 'open') {
    const why = page.state === 'cancelled' ? 'The event is cancelled.' : 'Requests are closed.'
    return <PageHeader {...header} lead={`${why} Nobody can ask for tickets now.`} />
  }
  return (
    <>
      <PageHeader
        {...header}
        lead={
          page.state === 'draft'
            ? 'Requests are not open yet. Until then, only you and the admins can see the event.'
            : 'Everyone with an account can open this address and ask for tickets.'
        }
      />
      <p>
        <code className="address">{page.address}</code>
      </p>
      <section>
        <h2>Email everyone</h2>
        <InviteForm {...page} form={form} isOpen={page.state === 'open'} />
      </section>
      <section>
        <h2>Notice to print</h2>
        <p>Print this page. Only the notice is printed.</p>
      </section>
      <EventNotice {...page} />
    </>
  )
}
