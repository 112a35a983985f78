import { type FieldMetadata, type SubmissionResult, useForm } from '@conform-to/react'
import {
  Children,
  type InputHTMLAttributes,
  isValidElement,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react'
import { FormKey } from './form-key.tsx'

type FormOptions<Values extends Record<string, unknown>> = {
  id: string
  /** The action's answer: its errors and what was typed. */
  lastResult?: SubmissionResult | undefined
  defaultValue?: { [Name in keyof Values]?: unknown } | undefined
}

export function useServerForm<Values extends Record<string, unknown>>(
  options: FormOptions<Values>,
) {
  return useForm<Values>({
    id: options.id,
    lastResult: options.lastResult,
    defaultValue: options.defaultValue as never,
  })
}

/** Errors appear beside the fields and in the summary at the top of the page. */
export function PostForm(props: {
  form: { id: string }
  action?: string | undefined
  encType?: 'multipart/form-data' | undefined
  className?: string | undefined
  children: ReactNode
}) {
  return (
    <form
      method="post"
      id={props.form.id}
      action={props.action}
      encType={props.encType}
      className={props.className ?? 'form'}
      noValidate
    >
      <FormKey id={props.form.id} />
      {props.children}
    </form>
  )
}

type Labelled = {
  field: FieldMetadata<never> | FieldMetadata<unknown>
  label: ReactNode
  hint?: ReactNode
}

/** label → hint → error → control; aria-describedby names the hint and the error. */
function FieldFrame({ field, label, hint, children }: Labelled & { children: ReactNode }) {
  return (
    <div className={field.errors ? 'field field-wrong' : 'field'}>
      <label htmlFor={field.id}>{label}</label>
      <FieldNotes field={field} hint={hint} />
      {children}
    </div>
  )
}

function FieldNotes({ field, hint }: Pick<Labelled, 'field' | 'hint'>) {
  return (
    <>
      {hint ? (
        <p className="hint" id={`${field.id}-hint`}>
          {hint}
        </p>
      ) : null}
      {field.errors ? (
        <p className="field-error" id={field.errorId}>
          <span className="visually-hidden">Error: </span>
          {field.errors.join(' ')}
        </p>
      ) : null}
    </>
  )
}

function ariaOf({ field, hint }: Pick<Labelled, 'field' | 'hint'>) {
  const describedBy = [hint && `${field.id}-hint`, field.errors && field.errorId]
    .filter(Boolean)
    .join(' ')
  return {
    'aria-invalid': field.errors ? true : undefined,
    'aria-describedby': describedBy || undefined,
  }
}

type Own = 'id' | 'name' | 'defaultValue' | 'form'

export function Field({
  field,
  label,
  hint,
  ...input
}: Labelled & Omit<InputHTMLAttributes<HTMLInputElement>, Own>) {
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      <input
        {...input}
        id={field.id}
        name={field.name}
        defaultValue={
          input.type === 'password' ? undefined : (field.initialValue as string | undefined)
        }
        {...ariaOf({ field, hint })}
      />
    </FieldFrame>
  )
}

export function TextArea({
  field,
  label,
  hint,
  ...area
}: Labelled & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, Own>) {
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      <textarea
        rows={4}
        {...area}
        id={field.id}
        name={field.name}
        defaultValue={field.initialValue as string | undefined}
        {...ariaOf({ field, hint })}
      />
    </FieldFrame>
  )
}

export type Choice = { value: string; label: ReactNode; hint?: ReactNode }

export function Select({
  field,
  label,
  hint,
  choices,
  ...select
}: Labelled & { choices: Choice[] } & Omit<SelectHTMLAttributes<HTMLSelectElement>, Own>) {
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      <select
        {...select}
        id={field.id}
        name={field.name}
        defaultValue={field.initialValue as string | undefined}
        {...ariaOf({ field, hint })}
      >
        {choices.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

export function Choices({
  field,
  label,
  hint,
  choices,
  type,
  className,
}: Labelled & { choices: Choice[]; type: 'checkbox' | 'radio'; className?: string }) {
  const chosen = ([] as unknown[]).concat(field.initialValue ?? [])
  return (
    <fieldset
      className={`${field.errors ? 'field field-wrong' : 'field'} ${className ?? ''}`}
      id={field.id}
      {...ariaOf({ field, hint })}
    >
      <legend>{label}</legend>
      <FieldNotes field={field} hint={hint} />
      <div className="choices">
        {choices.map(choice => (
          <label className="choice" key={choice.value}>
            <input
              type={type}
              name={field.name}
              value={choice.value}
              defaultChecked={chosen.includes(choice.value)}
            />
            <span>
              {choice.label}
              {choice.hint ? <small className="hint">{choice.hint}</small> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** One tick box: sends "on" or nothing. */
export function Tick({ field, label, hint }: Labelled) {
  return (
    <div className={field.errors ? 'field field-wrong' : 'field'}>
      <label className="choice">
        <input
          type="checkbox"
          id={field.id}
          name={field.name}
          value="on"
          defaultChecked={field.initialValue === 'on'}
          {...ariaOf({ field, hint })}
        />
        <span>{label}</span>
      </label>
      <FieldNotes field={field} hint={hint} />
    </div>
  )
}

/**
 * Put the harmless button first: Enter presses the first one. Links, which it never follows, come after the buttons:
 * on a phone the primary action is on top.
 */
export function Actions({ children }: { children: ReactNode }) {
  const all = Children.toArray(children)
  return (
    <div className="actions">
      {all.filter(child => !isLink(child))}
      {all.filter(isLink)}
    </div>
  )
}

const isLink = (child: ReactNode) => isValidElement(child) && child.type === 'a'
