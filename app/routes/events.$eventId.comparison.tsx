import type { SubmissionResult } from '@conform-to/react'
import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ChoiceForm } from '#app/components/choice-form.tsx'
import { ComparisonReport } from '#app/components/comparison.tsx'
import { ComparisonTask, ComparisonViewForm } from '#app/components/comparison-view.tsx'
import { problemsOf } from '#app/components/error-summary.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { RuleCards } from '#app/components/rule-cards.tsx'
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
import { ruleCards } from '#app/models/draw/comparison/rule-cards.ts'
import { sayComparison } from '#app/models/draw/comparison/say-comparison.ts'
import { chooseRule } from '#app/models/draw/preparing/choice.server.ts'
import { choiceSchema } from '#app/models/draw/preparing/choice.ts'
import { findPreparation } from '#app/models/draw/preparing/preparation.server.ts'
import { choiceRefusals } from '#app/models/draw/refusals.ts'
import {
  KNOWN_LIMITS,
  orderWords,
  selectableOrders,
  selectableRules,
} from '#app/models/draw/words.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Choose a rule: ${data?.event.name ?? ''}` },
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
      view: {
        order: view.order,
        orderName: orderWords[view.order].name,
        cap: readTypedCap(url.searchParams, view.cap),
      },
      isTried: url.search !== '',
      tooFew: toDraw < 0,
      task: task ? { state: task.state, progress: task.progress() } : null,
      comparison: task?.state === 'done' && task.value ? sayComparison(task.value) : null,
      canChoose: isOpen && !isDrawn && !isPublished && !event.isLocked,
      isLocked: event.isLocked,
      isFrozen: state === 'closed',
      chosen: {
        rule: choice.rule,
        order: choice.order,
        cap: choice.cap === null ? '' : String(choice.cap),
        publicValueSource: choice.publicValueSource ?? '',
      },
      cards: ruleCards(task?.state === 'done' && task.value ? task.value : null, view.cap, choice),
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
    return redirectWithFlash(url.pathname + url.search, 'The comparison has started again.')
  }
  const { value, submission, failed } = parseFormData(form, choiceSchema)
  if (failed) return failed
  const { rule, cap, order = choice.order } = value
  const source = value.publicValueSource
  const publicValueSource = source === undefined ? choice.publicValueSource : source
  const { refusal } = await chooseRule(id, { rule, cap, order, publicValueSource }, viewer)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, choiceRefusals[refusal])
  return redirectWithFlash(`/events/${id}/draws`, 'Choice saved. Everyone can see it.')
}

export default function ComparisonPage() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const { event, comparison } = page
  return (
    <>
      <PageHeader
        title="Choose a rule"
        back={{ to: `/events/${event.id}`, label: event.name }}
        lead={sayLead(event.asked, page.view.orderName)}
        problems={problemsOf('choice', lastResult)}
      />
      {page.tooFew ? <TooFew eventId={event.id} /> : null}
      <ComparisonTask task={page.task} address={page.address} />
      {page.canChoose ? null : <Chosen eventId={event.id} isLocked={page.isLocked} />}
      <RuleCards cards={page.cards} canChoose={page.canChoose} />
      {comparison ? (
        <details className="fold">
          <summary>Details: figures for each rule</summary>
          <ComparisonReport comparison={comparison} />
        </details>
      ) : null}
      <details className="fold" open={page.isTried}>
        <summary>Try another order or cap</summary>
        <ComparisonViewForm view={page.view} orders={page.orders} />
      </details>
      {page.canChoose || lastResult ? <Settings page={page} lastResult={lastResult} /> : null}
      <p className="prose">{KNOWN_LIMITS}</p>
    </>
  )
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

function Settings({ page, lastResult }: { page: Page; lastResult: SubmissionResult | undefined }) {
  return (
    <details className="fold" open={lastResult !== undefined}>
      <summary>
        {page.isFrozen ? 'Rule and cap in one form' : 'Order, cap and random number'}
      </summary>
      <ChoiceForm {...page} lastResult={lastResult} />
    </details>
  )
}

function sayLead(asked: number, order: string): string {
  if (asked === 0)
    return 'No requests yet. When there are some, you can see here what each rule would do.'
  return `What each rule would do with the requests you have, in 200 simulated draws (${order.toLowerCase()}). Nobody can know the real draw.`
}

function TooFew({ eventId }: { eventId: string }) {
  return (
    <p className="note">
      More <a href={`/events/${eventId}/pins`}>tickets are reserved</a> than there are.
    </p>
  )
}

function Chosen({ eventId, isLocked }: { eventId: string; isLocked: boolean }) {
  if (isLocked)
    return (
      <p className="note">
        The <a href={`/events/${eventId}/terms`}>terms of the draw are locked</a>, so the rule can’t
        change now.
      </p>
    )
  return (
    <p className="note">
      The draw was made, or the event is decided or cancelled, so the rule can’t change. It is in
      the <a href={`/events/${eventId}/draws`}>public log</a>.
    </p>
  )
}
