import type { HeldBackValues } from '#app/models/draw/preparing/pins.ts'
import { Actions, Field, PostForm, useServerForm } from './form.tsx'
import { type LastResult, pinAnswerTo } from './pin-answers.ts'

type HeldBackProps = {
  figures: { heldBack: number; heldBackReason: string }
  lastResult: LastResult
}

export function HeldBackForm({ figures, lastResult }: HeldBackProps) {
  const [form, fields] = useServerForm<HeldBackValues>({
    id: 'hold',
    lastResult: pinAnswerTo('hold', lastResult),
    defaultValue: {
      heldBack: String(figures.heldBack),
      heldBackReason: figures.heldBackReason,
    },
  })
  return (
    <section>
      <h2>Hold back tickets</h2>
      <PostForm form={form}>
        <input type="hidden" name="was" value={figures.heldBack} />
        <Field
          field={fields.heldBack}
          label="Tickets to hold back"
          hint="The draw does not give them out. You can still give them by hand, with a reason."
          inputMode="numeric"
        />
        <Field
          field={fields.heldBackReason}
          label="Reason for holding back"
          hint="Everyone can read it. Don’t include names."
          maxLength={200}
        />
        <Actions>
          <button type="submit" name="intent" value="hold">
            Save
          </button>
        </Actions>
      </PostForm>
    </section>
  )
}
