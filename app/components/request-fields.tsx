import type { RequestForm } from '#app/models/requests/input.ts'
import { Choices, TextArea, type useServerForm } from './form.tsx'

type Props = {
  fields: Pick<ReturnType<typeof useServerForm<RequestForm>>[1], 'sizes' | 'note'>
  most: number
  noteHint: string
}

/** "4, or else 2, or else 1" takes three taps. */
export function RequestFields({ fields, most, noteHint }: Props) {
  const numbers = Array.from({ length: most }, (_, index) => String(index + 1))
  return (
    <>
      <said-sizes>
        <Choices
          field={fields.sizes}
          label="How many tickets would do?"
          hint="Tick every number that you would take. You get one of them, or none."
          type="checkbox"
          className="sizes"
          choices={numbers.map(number => ({
            value: number,
            label: (
              <>
                {number}
                <span className="visually-hidden">{number === '1' ? ' ticket' : ' tickets'}</span>
              </>
            ),
          }))}
        />
        <p className="said-live" data-live="said" aria-live="polite" />
      </said-sizes>
      <TextArea field={fields.note} label="Note (optional)" hint={noteHint} maxLength={500} />
    </>
  )
}

/** Which request the form shows, at which version; empty when there is none yet. */
export function SeenRequestFields({
  request,
}: {
  request: { id: string; version: number } | null
}) {
  return (
    <>
      <input type="hidden" name="requestId" value={request?.id ?? ''} />
      <input type="hidden" name="version" value={request?.version ?? 0} />
    </>
  )
}
