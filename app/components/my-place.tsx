import type { SubmissionResult } from '@conform-to/react'
import type { readWaitingList } from '#app/models/after/mine/waiting-list.server.ts'
import { Facts } from './event-facts.tsx'
import { IntentForm } from './offer-form.tsx'
import { JoinForm, StrikeForm, TakeForm } from './waiting-list-forms.tsx'

type List = NonNullable<Awaited<ReturnType<typeof readWaitingList>>>
type Props = {
  eventId: string
  list: List
  most: number
  answer: { intent: string; lastResult: SubmissionResult | undefined }
}

/** Where somebody is on the waiting list, and what they can do about it. */
export function MyPlace({ eventId, list, most, answer }: Props) {
  const resultOf = (intent: string) => (answer.intent === intent ? answer.lastResult : undefined)
  return (
    <>
      <p className="note">{list.over ?? list.says}</p>
      {list.before && !list.over ? <p className="standing">{list.before}</p> : null}
      {list.fits && !list.over ? <p>{list.fits}</p> : null}
      <LastCall list={list} lastResult={resultOf('take')} />
      {list.offerId ? (
        <p className="actions">
          <a className="button" href={`/events/${eventId}/offers/${list.offerId}`}>
            Answer the offer
          </a>
        </p>
      ) : null}
      {list.tooOften ? <p>{list.tooOften}</p> : null}
      {list.canComeBack ? <IntentForm intent="back">Put me back</IntentForm> : null}
      {list.canJoin ? <Join most={most} lastResult={resultOf('join')} /> : null}
      {list.strikable.length > 0 ? (
        <StrikeForm lastResult={resultOf('sizes')} sizes={list.strikable} />
      ) : (
        <Facts rows={[['You wait for', list.wants]]} />
      )}
      {list.canLeave ? (
        <IntentForm intent="leave" isQuiet>
          Leave the waiting list
        </IntentForm>
      ) : null}
      <Told eventId={eventId} list={list} />
    </>
  )
}

type Result = { lastResult: SubmissionResult | undefined }

function LastCall({ list, lastResult }: Result & { list: List }) {
  if (!list.isLastCall) return null
  return (
    <section className="card card-chosen">
      <h2>Last call</h2>
      <p>
        {list.amounts.length > 0
          ? 'You can take tickets until the event starts. The first to press the button gets them.'
          : 'Free tickets go to the first who takes them. There are none that you can take now.'}
      </p>
      {list.amounts.length > 0 ? (
        <TakeForm lastResult={lastResult} amounts={list.amounts} holding={list.holding} />
      ) : null}
    </section>
  )
}

function Join({ most, lastResult }: Result & { most: number }) {
  return (
    <section>
      <h2>Join</h2>
      <p>You go to the end of the waiting list. If tickets become free, we offer them by email.</p>
      <JoinForm lastResult={lastResult} most={most} />
    </section>
  )
}

function Told({ eventId, list }: { eventId: string; list: List }) {
  return (
    <>
      {list.offers.length > 0 ? (
        <section>
          <h2>What you were offered</h2>
          <ul>
            {list.offers.map(({ id, says }) => (
              <li key={id}>
                <a href={`/events/${eventId}/offers/${id}`}>{says}</a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {list.passed.length > 0 ? (
        <section>
          <h2>When tickets went to others</h2>
          <ul>
            {list.passed.map(says => (
              <li key={says}>{says}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}
