import type { LineAct } from '#app/models/after/line/input.ts'
import { sayCount } from '#app/values/count.ts'
import { problemsOf } from './error-summary.tsx'
import { FilterForm, SearchFilter } from './filters.tsx'
import type { LineAnswer } from './line-answers.ts'
import { ChangeForm, HoldingForm, type LinePerson } from './line-forms.tsx'
import { MoveForm } from './move-form.tsx'
import { EmptyState, PageHeader } from './page.tsx'

type Props = {
  event: { id: string; name: string }
  act: LineAct
  q: string
  chosen: string
  rows: number
  mostRows: number
  choices: {
    choices: LinePerson[]
    isMore: boolean
    isCancelled: boolean
    heldBack: number
    free: number
  } | null
  lastResult: LineAnswer
}

export const LINE_ACT_TITLES: Record<LineAct, string> = {
  change: 'Change tickets for one person',
  move: 'Move tickets between people',
  hold: 'Hold back tickets',
}

const LEADS: Record<LineAct, string | undefined> = {
  change: undefined,
  move: 'Everything on this page happens at once. Only what is left over is offered to the people who wait. Everyone gets their own reason by email.',
  hold: undefined,
}

/** One act of the organizer, on a page of its own. */
export function LineActPage(props: Props) {
  const { event, act, choices, lastResult } = props
  const back = `/events/${event.id}/line`
  return (
    <>
      <PageHeader
        title={LINE_ACT_TITLES[act]}
        back={{ to: back, label: 'Tickets after the decision' }}
        lead={LEADS[act]}
        problems={problemsOf(act, lastResult)}
      />
      {!choices ? <EmptyState title="Not decided yet" /> : null}
      {choices?.isCancelled ? (
        <p className="note">The event is cancelled. Tickets can no longer change.</p>
      ) : null}
      {choices && !choices.isCancelled ? (
        <ActForm {...props} choices={choices} cancel={back} />
      ) : null}
    </>
  )
}

type FormProps = Props & { choices: NonNullable<Props['choices']>; cancel: string }

function ActForm({ act, q, chosen, rows, mostRows, choices, cancel, lastResult }: FormProps) {
  const { choices: people, isMore, heldBack, free } = choices
  if (act === 'hold') return <HoldingForm {...{ heldBack, free, cancel, lastResult }} />
  return (
    <>
      {isMore || q ? <FindPerson act={act} q={q} isMore={isMore} shown={people.length} /> : null}
      {act === 'move' ? (
        <MoveForm {...{ people, rows, mostRows, heldBack, cancel, lastResult }} />
      ) : (
        <ChangeForm {...{ people, chosen, cancel, lastResult }} />
      )}
    </>
  )
}

type FindProps = { act: LineAct; q: string; isMore: boolean; shown: number }

function FindPerson({ act, q, isMore, shown }: FindProps) {
  return (
    <>
      {isMore ? (
        <p>The lists below have the first {sayCount(shown, 'person')}. Search to find others.</p>
      ) : null}
      <FilterForm button="Search">
        <input type="hidden" name="act" value={act} />
        <SearchFilter name="q" label="Find a person" value={q} />
      </FilterForm>
    </>
  )
}
