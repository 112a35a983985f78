import type { RequestForm } from '#app/models/requests/input.ts'
import { Choices, TextArea, type useServerForm } from './form.tsx'

type Props = {
  fields: Pick<ReturnType<typeof useServerForm<RequestForm>>[1], 'sizes' | 'note'>
  most: number
  noteHint: string
  /** Whom the tickets are for. */
  whose?: 'own' | 'other'
}

/** "4, or else 2, or else 1" takes three taps. */
const words = {
  own: {
    label: 'How many tickets do you want?',
    hint: 'Tick every number you would accept. You will get one of these numbers, or none.',
  },
  other: {
    label: 'How many tickets do they want?',
    hint: 'Tick every number they would accept. They will get one of these numbers, or none.',
  },
}

export function RequestFields({ fields, most, noteHint, whose = 'own' }: Props) {
  const numbers = Array.from({ length: most }, (_, index) => String(index + 1))
  return (
    <>
      <said-sizes>
        <Choices
          field={fields.sizes}
          {...words[whose]}
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
