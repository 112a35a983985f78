import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { Actions, PostForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm, refuseTooOften } from '#app/http/forms/form.server.ts'
import { notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findFeed, makeFeed, removeFeed } from '#app/models/calendar/feed.server.ts'
import { feedSchema } from '#app/models/calendar/input.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'
import { settings } from '#app/settings.server.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction = () => [{ title: 'Your calendar' }]

export async function loader(args: LoaderFunctionArgs) {
  const feed = await findFeed(requireViewer(args).userId)
  const path = feed?.token ? `/calendar/${feed.token}.ics` : null
  return { hasFeed: feed !== null, address: path && `${settings().APP_URL}${path}` }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const { value, submission, failed } = await parseForm(args.request, feedSchema)
  if (failed) return failed
  const isRemoval = value.intent === 'remove'
  const done = await changeOwn(viewer.userId, () =>
    isRemoval ? removeFeed(viewer) : makeFeed(viewer),
  )
  if (done.refusal === 'too-often') return refuseTooOften(submission, done.seconds)
  if (done.refusal === 'not-found') throw notFound()
  if (done.refusal)
    return refuseForm(submission, { '': ['You have no calendar address, so none was removed.'] })
  return redirectWithFlash(
    '/account/calendar',
    isRemoval ? 'The address no longer works.' : 'Your new calendar address is below.',
  )
}

export default function OwnCalendar() {
  const { hasFeed, address } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <>
      <PageHeader
        title="Your calendar"
        back={{ to: '/account', label: 'Your account' }}
        lead="Add your events to your own calendar: those you have tickets for, and those you are waiting for."
        problems={problemsOf('calendar', lastResult)}
      />
      {hasFeed ? <Feed address={address} /> : <NoFeed />}
    </>
  )
}

function NoFeed() {
  return (
    <PostForm form={{ id: 'calendar' }}>
      <p>
        Get a secret web address and add it to your calendar app. Your calendar then follows every
        change.
      </p>
      <Actions>
        <button type="submit" name="intent" value="make">
          Get an address
        </button>
      </Actions>
    </PostForm>
  )
}

function Feed({ address }: { address: string | null }) {
  return (
    <>
      {address ? (
        <>
          <p>
            In your calendar app, choose “Add calendar from URL” or “Subscribe”, and paste this
            address:
          </p>
          <p className="address">
            <copy-text>{address}</copy-text>
          </p>
          <p>
            Anyone with this address can see your events. Don’t share it. If someone else has it,
            get a new one.
          </p>
        </>
      ) : (
        <p className="note">Your address can no longer be shown. It still works.</p>
      )}
      <PostForm form={{ id: 'calendar' }}>
        <p>When you get a new address or remove it, the old one stops working at once.</p>
        <Actions>
          <button type="submit" name="intent" value="renew" className="quiet">
            Get a new address
          </button>
          <button type="submit" name="intent" value="remove" className="quiet">
            Remove the address
          </button>
        </Actions>
      </PostForm>
    </>
  )
}
