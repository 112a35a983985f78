import type { SubmissionResult } from '@conform-to/react'
import { sayTickets } from '#app/values/tickets.ts'
import { Actions, Choices, PostForm, useServerForm } from './form.tsx'
import { choiceOf } from './offer-form.tsx'

type Result = { lastResult: SubmissionResult | undefined }

/** In the last call. */
export function TakeForm(props: Result & { amounts: number[]; holding: number }) {
  const { lastResult, amounts, holding } = props
  const [form, fields] = useServerForm<{ tickets: string }>({ id: 'take', lastResult })
  const isOne = amounts.length === 1
  return (
    <PostForm form={form}>
      <input type="hidden" name="intent" value="take" />
      {isOne ? (
        <input type="hidden" name="tickets" value={amounts[0]} />
      ) : (
        <Choices
          field={fields.tickets}
          label="How many tickets do you want?"
          type="radio"
          choices={amounts.map(amount => choiceOf(amount, holding))}
        />
      )}
      <Actions>
        <button type="submit">
          {isOne ? `Take ${sayTickets(amounts[0] ?? 0)}` : 'Take tickets'}
        </button>
      </Actions>
    </PostForm>
  )
}

export function StrikeForm({ lastResult, sizes }: Result & { sizes: number[] }) {
  const [form, fields] = useServerForm<{ sizes: string[] }>({
    id: 'sizes',
    lastResult,
    defaultValue: { sizes: sizes.map(String) },
  })
  return (
    <PostForm form={form}>
      <input type="hidden" name="intent" value="sizes" />
      <Choices
        field={fields.sizes}
        label="You wait for"
        hint="Untick the numbers you no longer want. You can’t add them again."
        type="checkbox"
        className="sizes"
        choices={sizes.toReversed().map(sizeChoice)}
      />
      <Actions>
        <button type="submit" className="quiet">
          Save numbers
        </button>
      </Actions>
    </PostForm>
  )
}

export function JoinForm({ lastResult, most }: Result & { most: number }) {
  const [form, fields] = useServerForm<{ sizes: string[] }>({ id: 'join', lastResult })
  const numbers = Array.from({ length: most }, (_, index) => index + 1)
  return (
    <PostForm form={form}>
      <input type="hidden" name="intent" value="join" />
      <Choices
        field={fields.sizes}
        label="How many tickets do you want?"
        hint="Tick every number you would accept."
        type="checkbox"
        className="sizes"
        choices={numbers.map(sizeChoice)}
      />
      <Actions>
        <button type="submit">Join the waiting list</button>
      </Actions>
    </PostForm>
  )
}

function sizeChoice(size: number) {
  return {
    value: String(size),
    label: (
      <>
        {size}
        <span className="visually-hidden">{size === 1 ? ' ticket' : ' tickets'}</span>
      </>
    ),
  }
}
