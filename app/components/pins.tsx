import type { SubmissionResult } from '@conform-to/react'
import type { HeldBackValues, PinValues } from '#app/models/draw/preparing/pins.ts'
import { Actions, Field, PostForm, Select, useServerForm } from './form.tsx'
import { FormKey } from './form-key.tsx'
import { DeactivatedMark } from './person.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type Pin = {
  requestId: string
  name: string
  isActive: boolean
  sizes: string
  amount: number
  reason: string
}
type LastResult = SubmissionResult | undefined

/** The answer belongs to the form whose button was pressed; taking a pin out has no fields of its own. */
export function answeredForm(result: LastResult): 'pin' | 'hold' {
  return result?.initialValue?.intent === 'hold' ? 'hold' : 'pin'
}

function answerTo(form: 'pin' | 'hold', result: LastResult): LastResult {
  return answeredForm(result) === form ? result : undefined
}

export function PinTable({ pins, isOpen }: { pins: Pin[]; isOpen: boolean }) {
  if (pins.length === 0) return <p>Nobody is pinned: the draw decides for everyone.</p>
  return (
    <StackedTable
      label="Pinned requests"
      columns={
        <>
          <Column>Name</Column>
          <Column>Asked for</Column>
          <Column className="number">Pinned to</Column>
          <Column>Reason</Column>
          {isOpen ? <Column>Change</Column> : null}
        </>
      }
    >
      {pins.map(pin => (
        <Row key={pin.requestId}>
          <RowHeader>
            {pin.name}
            <DeactivatedMark isActive={pin.isActive} />
          </RowHeader>
          <Cell label="Asked for">{pin.sizes}</Cell>
          <Cell label="Pinned to" className="number">
            {pin.amount === 0 ? 'none' : pin.amount}
          </Cell>
          <Cell label="Reason">{pin.reason}</Cell>
          {isOpen ? <UnpinCell pin={pin} /> : null}
        </Row>
      ))}
    </StackedTable>
  )
}

function UnpinCell({ pin }: { pin: Pin }) {
  return (
    <Cell label="Change">
      <form method="post">
        <FormKey />
        <input type="hidden" name="requestId" value={pin.requestId} />
        <input type="hidden" name="was" value={pin.amount} />
        <button className="quiet" type="submit" name="intent" value="unpin">
          Take out<span className="visually-hidden"> the pin of {pin.name}</span>
        </button>
      </form>
    </Cell>
  )
}

type PinFormProps = {
  people: { requestId: string; name: string; sizes: string }[]
  isMore: boolean
  q: string
  lastResult: LastResult
}

export function PinForm({ people, isMore, q, lastResult }: PinFormProps) {
  const [form, fields] = useServerForm<PinValues>({
    id: 'pin',
    lastResult: answerTo('pin', lastResult),
  })
  return (
    <section>
      <h2>Pin a request</h2>
      {isMore || q ? (
        <form className="filters" method="get">
          <div className="field">
            <label htmlFor="pin-search">Name</label>
            <input id="pin-search" name="q" type="search" defaultValue={q} maxLength={100} />
          </div>
          <button className="quiet" type="submit">
            Find
          </button>
        </form>
      ) : null}
      {people.length === 0 ? (
        <p>{q ? 'No request fits this name.' : 'There is no request to pin.'}</p>
      ) : (
        <PostForm form={form}>
          <Select
            field={fields.requestId}
            label="Whose request"
            hint={isMore ? 'The first hundred by name; find others above.' : undefined}
            choices={people.map(({ requestId, name, sizes }) => ({
              value: requestId,
              label: `${name}: ${sizes}`,
            }))}
          />
          <Field
            field={fields.amount}
            label="Tickets"
            hint="0 gives none. They keep their place in the order, but the draw does not touch them."
            inputMode="numeric"
          />
          <Field
            field={fields.reason}
            label="Reason"
            hint="Public, beside the code and not the name. So write no name."
            maxLength={200}
          />
          <Actions>
            <button type="submit" name="intent" value="pin">
              Pin it
            </button>
          </Actions>
        </PostForm>
      )}
    </section>
  )
}

type HeldBackProps = {
  figures: { heldBack: number; heldBackReason: string }
  lastResult: LastResult
}

export function HeldBackForm({ figures, lastResult }: HeldBackProps) {
  const [form, fields] = useServerForm<HeldBackValues>({
    id: 'hold',
    lastResult: answerTo('hold', lastResult),
    defaultValue: {
      heldBack: String(figures.heldBack),
      heldBackReason: figures.heldBackReason,
    },
  })
  return (
    <section>
      <h2>Hold tickets back</h2>
      <PostForm form={form}>
        <input type="hidden" name="was" value={figures.heldBack} />
        <Field
          field={fields.heldBack}
          label="Tickets that no draw gives out"
          hint="You can still give them by hand, with a reason."
          inputMode="numeric"
        />
        <Field field={fields.heldBackReason} label="Reason, public" maxLength={200} />
        <Actions>
          <button type="submit" name="intent" value="hold">
            Save
          </button>
        </Actions>
      </PostForm>
    </section>
  )
}
