import { FilterForm, SelectFilter } from './filters.tsx'
import { FormKey } from './form-key.tsx'
import { TaskProgress } from './task-progress.tsx'

type ViewProps = {
  view: { order: string; cap: { typed: string; problem?: string | null | undefined } }
  orders: { value: string; label: string }[]
}

export function ComparisonViewForm({ view, orders }: ViewProps) {
  return (
    <FilterForm button="Compare">
      <SelectFilter
        id="view-order"
        name="order"
        label="Order to try"
        value={view.order}
        options={orders.map(({ value, label }) => [value, label])}
      />
      <CapField {...view.cap} />
    </FilterForm>
  )
}

function CapField({ typed, problem }: ViewProps['view']['cap']) {
  return (
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
  )
}

type TaskProps = { task: { state: string; progress: number } | null; address: string }

export function ComparisonTask({ task, address }: TaskProps) {
  if (task?.state === 'working') {
    return (
      <TaskProgress
        title="The rules are being compared"
        progress={task.progress}
        address={address}
      />
    )
  }
  if (task?.state !== 'cancelled' && task?.state !== 'failed') return null
  return <StartAgain isCancelled={task.state === 'cancelled'} address={address} />
}

function StartAgain({ isCancelled, address }: { isCancelled: boolean; address: string }) {
  return (
    <form method="post" action={address} className="note">
      <FormKey />
      <p>
        {isCancelled
          ? 'The comparison was cancelled.'
          : 'The comparison took too long, or too many were started at once.'}
      </p>
      <button className="quiet" type="submit" name="intent" value="start">
        Start again
      </button>
    </form>
  )
}
