import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Banner } from '#app/components/banner.tsx'
import { CheckDraw } from '#app/components/check-draw.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { readMine } from '#app/models/after/mine/mine.server.ts'
import { tellStory } from '#app/models/after/mine/say-mine.ts'
import { readLedger } from '#app/models/draw/fairness/ledger.server.ts'
import { sayNextTime } from '#app/models/draw/fairness/next-time.ts'
import { findWhy } from '#app/models/draw/public/why/why.server.ts'
import { sayCapped, sayTitle } from '#app/models/draw/public/why/why-page.ts'
import { ruleWords } from '#app/models/draw/words.ts'
import { findEvent, isManaged } from '#app/models/events/event.server.ts'
import { findRedraws } from '#app/models/events/redraws.server.ts'
import { sayRedraws } from '#app/models/events/redraws.ts'
import { findRequest } from '#app/models/requests/request.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title ?? 'Why did I get this?' },
]

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
  const of = other?.name ?? null
  const amount = why ? why.amount : other ? null : (event.myDecided ?? event.myAmount)
  return {
    event: { id: event.id, name: event.name, isDecided, hasAsked },
    of,
    title: sayTitle({ of, amount, isDecided, hasChanged: amount !== event.myAmount }),
    why: why ?? null,
    nextTime: other || !isDecided || !hasAsked ? null : await tellNextTime(viewer.userId, event.id),
    after: isDecided ? await tellAfter(event.id, other?.userId ?? viewer.userId) : [],
    redraws: why ? sayRedraws(await findRedraws(event.id, why.draw)) : null,
  }
}

async function tellAfter(eventId: string, userId: string) {
  const mine = await readMine(eventId, userId)
  return mine ? tellStory(mine) : []
}

async function tellNextTime(userId: string, eventId: string) {
  return sayNextTime(await readLedger(userId), eventId)
}

export default function WhyPage() {
  const { event, of, title, why, redraws, nextTime, after } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title={title}
        back={{ to: `/events/${event.id}`, label: event.name }}
        lead={why?.isOnRoll ? why.lead : undefined}
      />
      {of ? <p className="hint">{leadFor(of, event.isDecided)}</p> : null}
      {redraws ? <p className="note">{redraws}</p> : null}
      {!why ? <p className="lead">{sayNothing(event)}</p> : null}
      {why && !why.isOnRoll ? <OffRoll eventId={event.id} why={why} /> : null}
      {after.length > 0 ? <After story={after} of={of} /> : null}
      {nextTime ? <NextTime says={nextTime} /> : null}
      {why?.isOnRoll ? <Answer eventId={event.id} why={why} of={of} /> : null}
    </>
  )
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>
type Why = NonNullable<Loaded['why']>

function leadFor(name: string, isDecided: boolean): string {
  return isDecided
    ? `This is what ${name} reads here.`
    : `${name} will read this when the results are out, unless something is changed before.`
}

function sayNothing({ isDecided, hasAsked }: Loaded['event']): string {
  if (!hasAsked)
    return 'You have no request for this event. If you sent one and did not withdraw it, tell other people and keep your receipt.'
  if (!isDecided) return 'This event is not decided yet. The answer will be here when it is.'
  return 'These tickets were given out by hand, without a draw. Ask the organizer how they chose.'
}

function OffRoll({ eventId, why }: { eventId: string; why: Extract<Why, { isOnRoll: false }> }) {
  return (
    <div className="prose">
      <Banner kind="warning">{why.sentences.join(' ')}</Banner>
      {why.outcome ? <p>{why.outcome}</p> : null}
      <p>
        <a href={`/events/${eventId}/request`}>Your receipt</a> and{' '}
        <a href={`/events/${eventId}/draws/${why.draw}`}>the list of the draw</a>
      </p>
    </div>
  )
}

type AnswerProps = { eventId: string; why: Extract<Why, { isOnRoll: true }>; of: string | null }

function Answer({ eventId, why, of }: AnswerProps) {
  const rule = ruleWords[why.rule]
  return (
    <div className="prose">
      <h2>Step by step</h2>
      <ol className="story">
        {why.sentences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      <h2>The rule</h2>
      <p>
        {rule.name}. {why.cap === null ? rule.says : sayCapped(why.cap)}
      </p>
      <p>{rule.weakness}</p>
      <HowToCheck eventId={eventId} why={why} of={of} />
    </div>
  )
}

function HowToCheck({ eventId, why, of }: AnswerProps) {
  const draw = `/events/${eventId}/draws/${why.draw}`
  return (
    <CheckDraw>
      <p>
        {of === null ? 'Your code' : `The code of ${of}`} in this draw is <code>{why.code}</code>.
        Other members are not told whose code it is. The organizer, admins and whoever runs the
        server can find out.
      </p>
      <p>
        Find the code in <a href={`${draw}?page=${why.page}#${why.code}`}>the order of the draw</a>,
        or <a href={`${draw}.json`}>download the document</a> and <a href="/verify">check it</a>.
      </p>
    </CheckDraw>
  )
}

function After({ story, of }: { story: Loaded['after']; of: string | null }) {
  return (
    <section className="prose">
      <h2>What came after</h2>
      {of === null ? null : <p className="hint">“You” is {of}.</p>}
      <ul>
        {story.map(({ n, says }) => (
          <li key={n}>{says}</li>
        ))}
      </ul>
    </section>
  )
}

function NextTime({ says }: { says: string }) {
  return (
    <section className="prose">
      <h2>What this means next time</h2>
      <p>
        {says} <a href="/account/fairness">How your losses are counted</a>
      </p>
    </section>
  )
}
