import {
  type ActionFunctionArgs,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { TaskProgress } from '#app/components/task-progress.tsx'
import { FixedTerms, UnlockForm } from '#app/components/terms.tsx'
import { TermsForm } from '#app/components/terms-form.tsx'
import { readForm } from '#app/http/forms/form.server.ts'
import { sayWitnessMail } from '#app/http/mail-words.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { answerAndRefresh } from '#app/http/refresh.server.ts'
import { cancelBackgroundDraw, lock, unlock } from '#app/http/terms.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { type DrawOutcome, drawTask } from '#app/models/draw/draw.server.ts'
import { lockingHints } from '#app/models/draw/locking/input.ts'
import { sayTimeOfDraw } from '#app/models/draw/locking/say-source.ts'
import { findWaitingLocking, readTermsPage } from '#app/models/draw/locking/terms-page.server.ts'
import { drawRefusals } from '#app/models/draw/refusals.ts'
import { findTask, forgetTask, type Task } from '#app/models/draw/workers/task.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Lock the terms: ${data?.event.name ?? 'event'}` },
]
export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const readEvent = async () => found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const event = await readEvent()
  const task = findTask<DrawOutcome>(drawTask(event.id))
  const working = task?.state === 'working' ? task.progress() : null
  if (task?.state === 'done' && task.value?.refusal === undefined) {
    forgetTask(drawTask(event.id))
    throw redirect(`/events/${event.id}/allocation`, 303)
  }
  const page = {
    working,
    ended: task ? sayEnd(task) : null,
    mail: sayWitnessMail(event.asked),
    hints: lockingHints,
    locked: await findWaitingLocking(event),
    ...(await readTermsPage(readEvent)),
  }
  return answerAndRefresh(page, working !== null)
}

/** What became of a draw in the background that gave no result. */
function sayEnd(task: Task<DrawOutcome>): string | null {
  if (task.state === 'cancelled') return 'The draw was cancelled. Nothing was drawn.'
  if (task.state === 'failed') return 'The draw could not be worked out. Nothing was drawn.'
  const refusal = task.state === 'done' ? task.value?.refusal : undefined
  if (!refusal || refusal === 'not-found') return null
  return Object.values(drawRefusals[refusal]).flat().join(' ')
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const form = await readForm(args.request)
  const intent = form.get('intent')
  if (intent === 'cancel') return cancelBackgroundDraw(event, form, viewer)
  return intent === 'unlock' ? unlock(event, form, viewer) : lock(event, form, viewer)
}

const LEAD =
  'Locking publishes everything that decides the draw, before anyone can know the random number. Then the draw is made automatically.'

export default function Terms() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const { event, draw, locked, working, ended } = page
  const canLock = !locked && working === null && page.obstacles.length === 0
  const isUnlocking = lastResult?.initialValue?.intent === 'unlock'
  return (
    <>
      <PageHeader
        title={locked ? 'The terms of the draw are locked' : 'Lock the terms of the draw'}
        back={{ to: `/events/${event.id}/draws`, label: 'Draws' }}
        lead={`Draw ${draw} of ${event.name}.${locked ? '' : ` ${LEAD}`}`}
        problems={problemsOf(isUnlocking ? 'unlock' : 'terms', lastResult)}
      />
      {canLock ? (
        <p>
          <a href="#terms">Go to the random number and lock</a>
        </p>
      ) : null}
      {ended ? <p className="note">{ended}</p> : null}
      {working === null ? null : (
        <TaskProgress
          title="The draw is being worked out"
          progress={working}
          address={`/events/${event.id}/terms`}
          fields={{ draw }}
        />
      )}
      {locked ? (
        <Locked event={event} locked={locked} />
      ) : (
        <FixedTerms {...page} eventId={event.id} />
      )}
      {working === null ? <WhatNext page={page} lastResult={lastResult} /> : null}
    </>
  )
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>
type NextProps = { page: Page; lastResult: Parameters<typeof TermsForm>[0]['lastResult'] }

function WhatNext({ page, lastResult }: NextProps) {
  const { event, draw, locked, obstacles, canRedraw } = page
  if (locked) return locked.canCancel ? <UnlockForm draw={draw} lastResult={lastResult} /> : null
  if (obstacles.length === 0 || lastResult) return <TermsForm {...page} lastResult={lastResult} />
  return (
    <>
      <ul className="note">
        {obstacles.map(obstacle => (
          <li key={obstacle}>{obstacle}</li>
        ))}
      </ul>
      {canRedraw ? (
        <p>
          <a href={`/events/${event.id}/draws/another`}>Make another draw</a>
        </p>
      ) : null}
    </>
  )
}

function Locked({ event, locked }: { event: Page['event']; locked: NonNullable<Page['locked']> }) {
  const { draw, knownAt, canCancel } = locked
  return (
    <section className="card">
      <h2>{canCancel ? sayTimeOfDraw(knownAt, event.timeZone) : 'The terms are locked'}</h2>
      <p>
        The terms of draw {draw} are locked. The time of the draw is{' '}
        {sayInstant(knownAt, event.timeZone)}.
        {canCancel
          ? null
          : ' The random number can be known by now, so the locking can’t be cancelled.'}
      </p>
      <p>
        <a href={`/events/${event.id}/draws/${draw}`}>See draw {draw}</a>
      </p>
    </section>
  )
}
