import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PageHeader } from '#app/components/page.tsx'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findWhy } from '#app/models/draw/public/why.server.ts'
import { KNOWN_LIMITS, ruleWords } from '#app/models/draw/words.ts'
import { findEvent, isManaged } from '#app/models/events/event.server.ts'
import { findRequest } from '#app/models/requests/request.server.ts'

export const meta: MetaFunction = () => [{ title: 'Why did I get this?' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findEvent(viewer, args.params.eventId ?? ''))
  const requestId = new URL(args.request.url).searchParams.get('request')
  // Only those who manage the event may read other people's answers.
  const other =
    requestId !== null && isManaged(event) ? found(await findRequest(event, requestId)) : null
  if (requestId !== null && !other) throw notFound()
  const isDecided = event.state === 'finalized'
  const why =
    isDecided || other ? await findWhy(event.id, other?.userId ?? viewer.userId) : undefined
  const hasAsked = other !== null || event.mySizes !== null
  return {
    event: { id: event.id, name: event.name, isDecided, hasAsked },
    of: other?.name ?? null,
    why: why ?? null,
  }
}

export default function WhyPage() {
  const { event, of, why } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="Why did I get this?"
        back={{ to: `/events/${event.id}`, label: event.name }}
        lead={of ? `As ${of} reads it once the event is decided.` : undefined}
      />
      {why ? (
        <Answer eventId={event.id} why={why} isMine={of === null} />
      ) : (
        <p className="lead">{sayNothing(event)}</p>
      )}
    </>
  )
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>

function sayNothing({ isDecided, hasAsked }: Loaded['event']): string {
  if (!hasAsked) return 'You did not ask for tickets for this event.'
  if (!isDecided) return 'This event is not decided yet. The answer stands here when it is.'
  return 'These tickets were given out by hand, without a draw. Ask the organizer of the event how.'
}

type AnswerProps = { eventId: string; why: NonNullable<Loaded['why']>; isMine: boolean }

function Answer({ eventId, why, isMine }: AnswerProps) {
  const rule = ruleWords[why.rule]
  return (
    <div className="prose">
      <ol className="story">
        {why.sentences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      {isMine && why.countsLosses ? (
        <p>
          <a href="/account/fairness">How your losses are counted</a>
        </p>
      ) : null}
      <h2>The rule</h2>
      <p>
        {rule.name}. {rule.says}
      </p>
      <p>{rule.weakness}</p>
      <p>{KNOWN_LIMITS}</p>
      <h2>Check it</h2>
      <p>
        On the roll you are <code>{why.code}</code>; nobody else is told. Find that code in{' '}
        <a href={`/events/${eventId}/draws/${why.draw}?page=${why.page}#${why.code}`}>
          the order of the draw
        </a>
        , or <a href={`/events/${eventId}/draws/${why.draw}.json`}>take the document</a> and{' '}
        <a href="/verify">check it</a>.
      </p>
    </div>
  )
}
