import type { SubmissionResult } from '@conform-to/react'
import type { DoorHolder } from '#app/models/hands/door-list.server.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { Actions, Field, PostForm, useServerForm } from './form.tsx'

type Counted = Pick<DoorHolder, 'userId' | 'name' | 'holding' | 'came'>
type Answer = SubmissionResult | null | undefined
type Props = { holder: Counted; action: string; lastResult: Answer }

/** More buttons than this do not fit beside a name. */
const MOST_BUTTONS = 12

/** One press sets how many are here; the form carries the count that it showed. */
export function DoorCount({ holder, action, lastResult }: Props) {
  const id = formOf(holder)
  const most = Math.max(holder.holding, holder.came) + 1
  return (
    <PostForm form={{ id }} action={action} className="door-count">
      <Seen holder={holder} />
      {most > MOST_BUTTONS ? (
        <TypedCount holder={holder} lastResult={answerTo(holder, lastResult)} />
      ) : (
        <fieldset id={`${id}-count`}>
          <legend>
            Here<span className="visually-hidden">: {holder.name}</span>
          </legend>
          {Array.from({ length: most + 1 }, (_, count) => (
            <CountButton key={count.toString()} holder={holder} count={count} />
          ))}
        </fieldset>
      )}
    </PostForm>
  )
}

function Seen({ holder: { userId, came } }: { holder: Counted }) {
  return (
    <>
      <input type="hidden" name="person" value={userId} />
      <input type="hidden" name="seen" value={came} />
    </>
  )
}

function CountButton({ holder, count }: { holder: Counted; count: number }) {
  const isMore = count > holder.holding
  const words = `${count} here${isMore ? ', more than their tickets' : ''}: ${holder.name}`
  return (
    <button
      type="submit"
      name="count"
      value={count}
      className={isMore ? 'quiet over' : 'quiet'}
      aria-pressed={count === holder.came}
      aria-label={words}
    >
      {count}
    </button>
  )
}

function TypedCount({ holder, lastResult }: Pick<Props, 'holder' | 'lastResult'>) {
  const [, fields] = useServerForm<{ count: string }>({
    id: formOf(holder),
    lastResult: lastResult ?? undefined,
    defaultValue: { count: String(holder.came) },
  })
  return (
    <>
      <Field
        field={fields.count}
        label={
          <>
            Here<span className="visually-hidden">: {holder.name}</span>
          </>
        }
        inputMode="numeric"
      />
      <button type="submit" className="quiet">
        Set<span className="visually-hidden">: {holder.name}</span>
      </button>
    </>
  )
}

/** Asks once more before counting more people than there are tickets. */
export function CountMore({
  holders,
  action,
  lastResult,
}: Omit<Props, 'holder'> & { holders: Counted[] }) {
  const holder = holders.find(each => answerTo(each, lastResult))
  if (!holder || !lastResult?.error?.over) return null
  const count = String(lastResult.initialValue?.count)
  return (
    <section className="card" id={`${formOf(holder)}-over`}>
      <h2>More people than tickets</h2>
      <p>
        {holder.name} has {sayTickets(holder.holding)}. You pressed {count}.
      </p>
      <PostForm form={{ id: 'more' }} action={action}>
        <Seen holder={holder} />
        <input type="hidden" name="count" value={count} />
        <input type="hidden" name="over" value={holder.holding} />
        <Actions>
          <button type="submit">Yes, {count} are here</button>
          <a href={action}>Cancel</a>
        </Actions>
      </PostForm>
    </section>
  )
}

/** Of the form that came back. */
export function countProblemId(lastResult: Answer): string {
  return `here-${lastResult?.initialValue?.person ?? ''}`
}

const formOf = ({ userId }: Pick<Counted, 'userId'>) => `here-${userId}`

function answerTo(holder: Counted, lastResult: Answer): Answer {
  return countProblemId(lastResult) === formOf(holder) ? lastResult : undefined
}
