import {
  type ActionFunctionArgs,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DrawForm, DrawSteps, PublicValueForm } from '#app/components/draw-form.tsx'
import { problemsOf } from '#app/components/error-summary.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { TaskProgress } from '#app/components/task-progress.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseFormData, readForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { answerAndRefresh } from '#app/http/refresh.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { cancelDraw } from '#app/models/draw/cancel-draw.server.ts'
import { type DrawOutcome, drawTask, startDraw } from '#app/models/draw/draw.server.ts'
import { nextDraw } from '#app/models/draw/draw-number.server.ts'
import { drawSchema } from '#app/models/draw/preparing/choice.ts'
import { findPreparation } from '#app/models/draw/preparing/preparation.server.ts'
import { sayObstacles, sayPreparation } from '#app/models/draw/preparing/say-preparation.ts'
import { drawRefusals } from '#app/models/draw/refusals.ts'
import { findTask, forgetTask, type Task } from '#app/models/draw/workers/task.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Draw for ${data?.event.name ?? 'event'}` },
]
export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state } = event
  const task = findTask<DrawOutcome>(drawTask(id))
  const working = task?.state === 'working' ? task.progress() : null
  if (task?.state === 'done' && task.value?.refusal === undefined) {
    forgetTask(drawTask(id))
    throw redirect(`/events/${id}/allocation`, 303)
  }
  const preparation = await findPreparation(event)
  const value = new URL(args.request.url).searchParams.get('publicValue')?.trim().slice(0, 500)
  return answerAndRefresh(
    {
      event: { id, name },
      working,
      ended: task ? sayEnd(task) : null,
      draw: preparation.draw,
      canRedraw: state === 'closed' && preparation.isDrawn && !preparation.isPublished,
      source: preparation.choice.publicValueSource,
      publicValue: value || null,
      problems: value === '' ? drawRefusals['value-missing'] : {},
      facts: sayPreparation(preparation),
      obstacles: sayObstacles(preparation, state),
    },
    working !== null,
  )
}

/** For a background draw that ended without a result. */
function sayEnd(task: Task<DrawOutcome>): string | null {
  if (task.state === 'cancelled') return 'The draw was cancelled. Nothing was drawn.'
  if (task.state === 'failed') return 'The draw could not be worked out. Nothing was drawn.'
  const refusal = task.state === 'done' ? task.value?.refusal : undefined
  if (!refusal || refusal === 'not-found') return null
  return Object.values(drawRefusals[refusal]).flat().join(' ')
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const { id } = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const form = await readForm(args.request)
  const here = `/events/${id}/draws/new`
  if (form.get('intent') === 'cancel') {
    const { refusal } = await cancelDraw(id, await shownDraw(form, id), viewer)
    if (refusal === 'not-found') throw notFound()
    if (refusal === 'drawn')
      return redirectWithFlash(
        `/events/${id}/allocation`,
        'The draw was already made, so it was not cancelled.',
      )
    if (refusal) return redirectWithFlash(here, cancelRefusals[refusal])
    return redirectWithFlash(here, 'The draw was cancelled. Nothing was drawn.')
  }
  const { value, submission, failed } = parseFormData(form, drawSchema)
  if (failed) return failed
  const started = await startDraw(id, value.draw, value.publicValue, viewer)
  if ('task' in started) throw redirect(here, 303)
  if (started.refusal === 'not-found') throw notFound()
  if (started.refusal) return refuseForm(submission, drawRefusals[started.refusal])
  return redirectWithFlash(
    `/events/${id}/allocation`,
    `Draw ${started.draw} is made. Its result stands in the draft below, and in the public log.`,
  )
}

const cancelRefusals = {
  published: 'The result was already published, so no draw was cancelled.',
  'not-sealed': 'This is not the draw to be made next, so nothing was cancelled.',
  'not-closed': 'Requests are not closed, so there was no draw to cancel.',
}

/** A page of an older version sends no number: it can only mean the next draw. */
async function shownDraw(form: FormData, eventId: string): Promise<number> {
  const draw = Number(form.get('draw') ?? Number.NaN)
  return Number.isSafeInteger(draw) && draw > 0 ? draw : nextDraw(eventId)
}

export default function NewDraw() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const { event, working, ended, obstacles, draw, source, publicValue } = page
  const isReady = obstacles.length === 0 && working === null
  const asksForValue = isReady && source !== null && publicValue === null && !lastResult
  const problems = asksForValue
    ? { id: 'draw', allErrors: page.problems }
    : problemsOf('draw', lastResult)
  return (
    <>
      <PageHeader
        title={`Draw ${draw} for ${event.name}`}
        back={{ to: `/events/${event.id}/draws`, label: 'Draws' }}
        lead="One press makes the draw. It cannot be taken back: every draw stays in the public log."
        problems={problems}
      />
      {ended ? <p className="note">{ended}</p> : null}
      {working === null ? null : (
        <TaskProgress
          title="The draw is being worked out"
          progress={working}
          address={`/events/${event.id}/draws/new`}
          fields={{ draw }}
        />
      )}
      <DrawSteps eventId={event.id} facts={page.facts} />
      {obstacles.length > 0 && !lastResult ? (
        <Obstacles obstacles={obstacles} />
      ) : working !== null ? null : asksForValue ? (
        <PublicValueForm source={source} problem={page.problems.publicValue?.[0]} />
      ) : (
        <DrawForm {...page} lastResult={lastResult} />
      )}
      {page.canRedraw ? <RedrawLink eventId={event.id} /> : null}
    </>
  )
}

function Obstacles({ obstacles }: { obstacles: string[] }) {
  return (
    <ul className="note">
      {obstacles.map(obstacle => (
        <li key={obstacle}>{obstacle}</li>
      ))}
    </ul>
  )
}

function RedrawLink({ eventId }: { eventId: string }) {
  return (
    <p>
      <a href={`/events/${eventId}/draws/another`}>Another draw, with a reason</a>
    </p>
  )
}
