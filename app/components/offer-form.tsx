import type { SubmissionResult } from '@conform-to/react'
import { sayTickets } from '#app/values/tickets.ts'
import { Actions, Choices, PostForm, useServerForm } from './form.tsx'

type Props = {
  lastResult: SubmissionResult | undefined
  /** Largest first. */
  amounts: number[]
  holding: number
}

/** With one amount a single press accepts; with several the largest is ticked. */
export function AcceptForm({ lastResult, amounts, holding }: Props) {
  const [form, fields] = useServerForm<{ tickets: string }>({
    id: 'accept',
    lastResult,
    defaultValue: { tickets: String(amounts[0]) },
  })
  return (
    <PostForm form={form}>
      <input type="hidden" name="intent" value="accept" />
      {amounts.length > 1 ? (
        <Choices
          field={fields.tickets}
          label="How many tickets do you want?"
          type="radio"
          choices={amounts.map(amount => choiceOf(amount, holding))}
        />
      ) : (
        <input type="hidden" name="tickets" value={amounts[0]} />
      )}
      <Actions>
        <button type="submit">
          {amounts.length > 1 ? 'Accept' : `Accept ${sayTickets(amounts[0] ?? 0)}`}
        </button>
      </Actions>
    </PostForm>
  )
}

export function choiceOf(amount: number, holding: number) {
  const label = sayTickets(amount)
  return {
    value: String(amount),
    label: holding > 0 ? `${label}, so that you have ${holding + amount}` : label,
  }
}

/** One button of a page with several forms. */
export function IntentForm(props: {
  intent: string
  action?: string
  isQuiet?: boolean
  children: string
}) {
  return (
    <PostForm form={{ id: props.intent }} action={props.action} className="form one-button">
      <Actions>
        <button
          type="submit"
          name="intent"
          value={props.intent}
          className={props.isQuiet ? 'quiet' : undefined}
        >
          {props.children}
        </button>
      </Actions>
    </PostForm>
  )
}
