import type { SubmissionResult } from '@conform-to/react'
import { sayTickets } from '#app/values/tickets.ts'
import { Actions, Choices, Field, PostForm, useServerForm } from './form.tsx'

type Props = {
  lastResult: SubmissionResult | undefined
  holding: number
  back: string
}

/** More would be a long list of buttons. */
const MOST_SHOWN = 20

export function ReturnForm({ lastResult, holding, back }: Props) {
  const [form, fields] = useServerForm<{ tickets: string }>({ id: 'return', lastResult })
  const isOne = holding === 1
  return (
    <PostForm form={form}>
      <input type="hidden" name="seen" value={holding} />
      {isOne ? (
        <input type="hidden" name="tickets" value="1" />
      ) : (
        <HowMany field={fields.tickets} holding={holding} />
      )}
      <Actions>
        <button type="submit">{isOne ? 'Give the ticket back' : 'Give back'}</button>
        <a href={back}>Cancel</a>
      </Actions>
    </PostForm>
  )
}

type Fields = ReturnType<typeof useServerForm<{ tickets: string }>>[1]

function HowMany({ field, holding }: { field: Fields['tickets']; holding: number }) {
  const label = 'How many tickets do you want to give back?'
  if (holding > MOST_SHOWN) return <Field field={field} label={label} inputMode="numeric" />
  const numbers = Array.from({ length: holding }, (_, index) => index + 1)
  return (
    <Choices
      field={field}
      label={label}
      type="radio"
      choices={numbers.map(number => ({
        value: String(number),
        label:
          number === holding
            ? `All ${holding}`
            : `${sayTickets(number)}, and keep ${holding - number}`,
      }))}
    />
  )
}
