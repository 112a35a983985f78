import type { FieldMetadata } from '@conform-to/react'
import { Field } from './form.tsx'

type Secret = FieldMetadata<never> | FieldMetadata<unknown>

/** Typed twice, because a page without JavaScript cannot show it. */
export function NewPasswordFields({
  fields,
  email,
}: {
  fields: { password: Secret; repeat: Secret }
  /** Tells password managers whose password it is. Not sent. */
  email?: string
}) {
  return (
    <>
      {email ? <input type="email" autoComplete="username" value={email} readOnly hidden /> : null}
      <Field
        field={fields.password}
        label="New password"
        hint="At least 8 characters. A few random words work well."
        type="password"
        autoComplete="new-password"
      />
      <Field
        field={fields.repeat}
        label="Repeat password"
        type="password"
        autoComplete="new-password"
      />
    </>
  )
}
