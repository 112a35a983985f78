import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ChoiceForm } from '#app/components/choice-form.tsx'
import { ComparisonChart, ComparisonTable, SmallestSizeChart } from '#app/components/comparison.tsx'
import { problemsOf } from '#app/components/error-summary.tsx'
import { FormKey } from '#app/components/form-key.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { TaskProgress } from '#app/components/task-progress.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseFormData, readForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { answerAndRefresh } from '#app/http/refresh.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import {
  cancelComparison,
  compareForEvent,
  restartComparison,
} from '#app/models/draw/comparison/comparison.server.ts'
import { readComparisonView, readTypedCap } from '#app/models/draw/comparison/comparison-view.ts'
import { sayComparison } from '#app/models/draw/comparison/say-comparison.ts'
import { chooseRule } from '#app/models/draw/preparing/choice.server.ts'
import { choiceSchema } from '#app/models/draw/preparing/choice.ts'
import { findPreparation } from '#app/models/draw/preparing/preparation.server.ts'
import { choiceRefusals } from '#app/models/draw/refusals.ts'
import { KNOWN_LIMITS, selectableOrders, selectableRules } from '#app/models/draw/words.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Compare the rules: ${data?.event.name ?? ''}` },
]
export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state, asked } = event
  const { choice, isDrawn, isPublished, toDraw } = await findPreparation(event)
  const url = new URL(args.request.url)
  const view = readComparisonView(url.searchParams, choice)
  const task = asked > 0 && toDraw >= 0 ? await compareForEvent(id, view) : undefined
  const isOpen = state === 'draft' || state === 'open' || state === 'closed'
  return answerAndRefresh(
    {
      event: { id, name, asked },
      address: url.pathname + url.search,
      view: { order: view.order, cap: readTypedCap(url.searchParams, view.cap) },
      tooFew: toDraw < 0,
      task: task ? { state: task.state, progress: task.progress() } : null,
      comparison: task?.state === 'done' && task.value ? sayComparison(task.value) : null,
      canChoose: isOpen && !isDrawn && !isPublished,
      isFrozen: state === 'closed',
      chosen: {
        rule: choice.rule,
        order: choice.order,
        cap: choice.cap === null ? '' : String(choice.cap),
        publicValueSource: choice.publicValueSource ?? '',
      },
      rules: selectableRules,
      orders: selectableOrders,
    },
    task?.state === 'working',
  )
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id } = event
  const { choice } = await findPreparation(event)
  const url = new URL(args.request.url)
  const form = await readForm(args.request)
  const view = readComparisonView(url.searchParams, choice)
  if (form.get('intent') === 'cancel') {
    cancelComparison(id, view)
    return redirectWithFlash(url.pathname + url.search, 'The comparison is cancelled.')
  }
  if (form.get('intent') === 'start') {
    await restartComparison(id, view)
    return redirectWithFlash(url.pathname + url.search, 'The comparison was started again.')
  }
  const { value, submission, failed } = parseFormData(form, choiceSchema)
  if (failed) return failed
  const { rule, cap, order = choice.order } = value
  const source = value.publicValueSource
  const publicValueSource = source === undefined ? choice.publicValueSource : source
  const { refusal } = await chooseRule(id, { rule, cap, order, publicValueSource }, viewer)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, choiceRefusals[refusal])
  return redirectWithFlash(`/events/${id}/draws`, 'The choice is recorded, for everybody to see.')
}

export default function ComparisonPage() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const { event, comparison, task } = page
  return (
    <>
      <PageHeader
        title="Compare the rules"
        back={{ to: `/events/${event.id}`, label: event.name }}
        lead="What each rule would do to the requests of this event, over 200 simulated orders. The real draw is not among them, and nobody can know it."
        problems={problemsOf('choice', lastResult)}
      />
      <ViewForm view={page.view} orders={page.orders} />
      {event.asked === 0 ? <p>Nobody has asked yet, so there is nothing to compare.</p> : null}
      {page.tooFew ? (
        <p className="note">
          <a href={`/events/${event.id}/pins`}>Pins and held-back tickets</a> are more than there
          are tickets.
        </p>
      ) : null}
      {task?.state === 'working' ? (
        <TaskProgress
          title="The rules are being compared"
          progress={task.progress}
          address={page.address}
        />
      ) : null}
      {task?.state === 'cancelled' || task?.state === 'failed' ? (
        <StartAgain state={task.state} address={page.address} />
      ) : null}
      {comparison ? (
        <>
          <ComparisonChart comparison={comparison} />
          <ComparisonTable comparison={comparison} />
          <SmallestSizeChart comparison={comparison} />
        </>
      ) : null}
      <h2>What each rule is bad at</h2>
      <dl className="prose">
        {page.rules.map(({ value, label, weakness }) => (
          <div key={value}>
            <dt>
              <strong>{label}</strong>
            </dt>
            <dd>{weakness}</dd>
          </div>
        ))}
      </dl>
      <p className="prose">{KNOWN_LIMITS}</p>
      <h2>Choose</h2>
      {page.canChoose || lastResult ? (
        <ChoiceForm {...page} lastResult={lastResult} />
      ) : (
        <p className="note">
          The draw was made, or the event is decided or cancelled: the choice stands as the{' '}
          <a href={`/events/${event.id}/draws`}>public log</a> has it.
        </p>
      )}
    </>
  )
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

function ViewForm({ view, orders }: Pick<Page, 'view' | 'orders'>) {
  const { typed, problem } = view.cap
  return (
    <form className="filters" method="get">
      <div className="field">
        <label htmlFor="view-order">Order to try</label>
        <select id="view-order" name="order" defaultValue={view.order}>
          {orders.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="view-cap">Cap to try</label>
        {problem ? (
          <p className="field-error" id="view-cap-error">
            {problem}
          </p>
        ) : null}
        <input
          id="view-cap"
          name="cap"
          inputMode="numeric"
          size={4}
          defaultValue={typed}
          {...(problem && { 'aria-invalid': true, 'aria-describedby': 'view-cap-error' })}
        />
      </div>
      <button className="quiet" type="submit">
        Compare
      </button>
    </form>
  )
}

function StartAgain({ state, address }: { state: 'cancelled' | 'failed'; address: string }) {
  return (
    <form method="post" action={address} className="note">
      <FormKey />
      <p>
        {state === 'cancelled'
          ? 'The comparison was cancelled.'
          : 'The comparison took more than this machine can give, or too many were asked for at once.'}
      </p>
      <button className="quiet" type="submit" name="intent" value="start">
        Start it again
      </button>
    </form>
  )
}
