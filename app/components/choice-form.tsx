import type { SubmissionResult } from '@conform-to/react'
import type { ChoiceValues } from '#app/models/draw/preparing/choice.ts'
import { Actions, type Choice, Choices, PostForm, useServerForm } from './form.tsx'
import { RuleFields } from './rule-fields.tsx'

type Props = {
  event: { id: string }
  chosen: { rule: string; order: string; cap: string; publicValueSource: string }
  rules: Choice[]
  orders: Choice[]
  /** Requests are closed, so the order and the public value are fixed. */
  isFrozen: boolean
  lastResult: SubmissionResult | undefined
}

export function ChoiceForm({ event, chosen, rules, orders, isFrozen, lastResult }: Props) {
  const [form, fields] = useServerForm<ChoiceValues>({
    id: 'choice',
    lastResult,
    defaultValue: chosen,
  })
  return (
    <PostForm form={form}>
      <p>
        Every choice is public with your name and the time, and can be changed until the draw; each
        stays in the log.
      </p>
      <RuleFields fields={fields} rules={rules} withSource={!isFrozen} />
      {isFrozen ? (
        <p className="hint">
          Requests are closed, so the order and the source of a public value stand as they were.
        </p>
      ) : (
        <Choices field={fields.order} type="radio" label="Order" choices={orders} />
      )}
      <Actions>
        <a className="button quiet" href={`/events/${event.id}`}>
          Leave it as it is
        </a>
        <button type="submit" name="intent" value="choose">
          Record this choice
        </button>
      </Actions>
    </PostForm>
  )
}
