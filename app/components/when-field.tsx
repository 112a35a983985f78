import type { FieldMetadata } from '@conform-to/react'

type Part = FieldMetadata<string | undefined>
type Props = {
  date: Part
  time: Part
  label: string
  hint: string
  required?: boolean
}

/**
 * Two fields, because browsers send nothing from a datetime-local field without its time.
 * The placeholder is for browsers that show a plain text field.
 */
export function WhenField({ date, time, label, hint, required }: Props) {
  const parts = [
    { part: date, type: 'date', label: 'Date', shape: '2027-02-20', required },
    { part: time, type: 'time', label: 'Time (optional)', shape: '19:30' },
  ]
  const wrong = parts.filter(({ part }) => part.errors)
  const hintId = `${date.id}-hint`
  return (
    <fieldset
      className={wrong.length > 0 ? 'field when field-wrong' : 'field when'}
      aria-describedby={[hintId, ...wrong.map(({ part }) => part.errorId)].join(' ')}
    >
      <legend>{label}</legend>
      <p className="hint" id={hintId}>
        {hint}
      </p>
      {wrong.map(({ part }) => (
        <p className="field-error" id={part.errorId} key={part.id}>
          <span className="visually-hidden">Error: </span>
          {part.errors?.join(' ')}
        </p>
      ))}
      <div className="when-parts">
        {parts.map(input => (
          <WhenInput key={input.part.id} {...input} />
        ))}
      </div>
    </fieldset>
  )
}

type InputProps = {
  part: Part
  type: string
  label: string
  shape: string
  required?: boolean | undefined
}

function WhenInput({ part, type, label, shape, required }: InputProps) {
  return (
    <div>
      <label htmlFor={part.id}>{label}</label>
      <input
        type={type}
        id={part.id}
        name={part.name}
        defaultValue={part.initialValue as string | undefined}
        placeholder={shape}
        required={required}
        autoComplete="off"
        aria-invalid={part.errors ? true : undefined}
        aria-describedby={part.errors ? part.errorId : undefined}
      />
    </div>
  )
}
