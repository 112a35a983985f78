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
        Everyone can see what you choose, with your name and the time. You can change it until the
        terms are locked. Earlier choices stay in the log.
      </p>
      <RuleFields fields={fields} rules={rules} withSource={!isFrozen} />
      {isFrozen ? (
        <p className="hint">Requests are closed, so the order can no longer change.</p>
      ) : (
        <Choices field={fields.order} type="radio" label="Order" choices={orders} />
      )}
      <Actions>
        <button type="submit" name="intent" value="choose">
          Save this choice
        </button>
        <a className="button quiet" href={`/events/${event.id}`}>
          Cancel
        </a>
      </Actions>
    </PostForm>
  )
}
