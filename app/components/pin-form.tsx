import type { PinValues } from '#app/models/draw/preparing/pins.ts'
import { Actions, Field, PostForm, Select, useServerForm } from './form.tsx'
import { type LastResult, pinAnswerTo } from './pin-answers.ts'

type PinFormProps = {
  people: { requestId: string; name: string; sizes: string }[]
  isMore: boolean
  q: string
  lastResult: LastResult
}

export function PinForm({ people, isMore, q, lastResult }: PinFormProps) {
  return (
    <section>
      <h2>Reserve tickets for one person</h2>
      {isMore || q ? <PersonSearch q={q} /> : null}
      {people.length === 0 ? (
        <p>{q ? 'Nobody with this name has asked.' : 'There is nobody to reserve tickets for.'}</p>
      ) : (
        <PinFields people={people} isMore={isMore} lastResult={lastResult} />
      )}
    </section>
  )
}

function PersonSearch({ q }: { q: string }) {
  return (
    <form className="filters" method="get">
      <div className="field">
        <label htmlFor="pin-search">Name</label>
        <input id="pin-search" name="q" type="search" defaultValue={q} maxLength={100} />
      </div>
      <button className="quiet" type="submit">
        Find
      </button>
    </form>
  )
}

function PinFields({ people, isMore, lastResult }: Omit<PinFormProps, 'q'>) {
  const [form, fields] = useServerForm<PinValues>({
    id: 'pin',
    lastResult: pinAnswerTo('pin', lastResult),
  })
  return (
    <PostForm form={form}>
      <Select
        field={fields.requestId}
        label="Person"
        hint={isMore ? 'The first 100 by name. Use the search to find others.' : undefined}
        choices={people.map(({ requestId, name, sizes }) => ({
          value: requestId,
          label: `${name}: ${sizes}`,
        }))}
      />
      <Field
        field={fields.amount}
        label="Tickets"
        hint="0 means they get none. They keep their place in the order, but the draw does not change their number."
        inputMode="numeric"
      />
      <Field
        field={fields.reason}
        label="Reason"
        hint="Everyone can read it, beside a code and not the name. Don’t include names."
        maxLength={200}
      />
      <Actions>
        <button type="submit" name="intent" value="pin">
          Reserve
        </button>
      </Actions>
    </PostForm>
  )
}
