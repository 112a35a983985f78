import type { SubmissionResult } from '@conform-to/react'
import { Actions, Field, PostForm, TextArea, useServerForm } from './form.tsx'

type Props = { lastResult: SubmissionResult | undefined }

/** For the round of a beacon that this server cannot reach. */
export function PastedForm({ lastResult }: Props) {
  const [form, fields] = useServerForm<{ answer: string }>({ id: 'pasted', lastResult })
  return (
    <PostForm form={form}>
      <TextArea
        field={fields.answer}
        label="The beacon’s answer"
        hint="Paste the whole answer from this address. It is checked, so nobody can enter a wrong one. Then the draw is made."
        autoComplete="off"
        spellCheck={false}
        maxLength={4096}
      />
      <Actions>
        <button type="submit">Make the draw</button>
      </Actions>
    </PostForm>
  )
}

export function NumbersForm({ text, lastResult }: Props & { text: string }) {
  const [form, fields] = useServerForm<{ numbers: string; again: string }>({
    id: 'numbers',
    lastResult,
  })
  return (
    <PostForm form={form}>
      <Field
        field={fields.numbers}
        label="The published numbers"
        hint={`“${text}”. Put a space or a comma between them, in any order.`}
        inputMode="text"
        autoComplete="off"
        maxLength={500}
      />
      <Field
        field={fields.again}
        label="The same numbers again"
        hint="They can’t be changed later."
        autoComplete="off"
        maxLength={500}
      />
      <Actions>
        <button type="submit">Make the draw</button>
      </Actions>
    </PostForm>
  )
}
