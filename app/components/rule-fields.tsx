import type { FieldMetadata } from '@conform-to/react'
import { type Choice, Choices, Field } from './form.tsx'

type AnyField = FieldMetadata<never> | FieldMetadata<unknown>

export function RuleFields(props: {
  fields: { rule: AnyField; cap: AnyField; publicValueSource: AnyField }
  rules: Choice[]
  withSource: boolean
}) {
  const { fields, rules, withSource } = props
  return (
    <>
      <Choices field={fields.rule} type="radio" label="Rule" choices={rules} />
      <Field
        field={fields.cap}
        label="Cap (plain draw only, optional)"
        hint="In the first round nobody gets more than this. In the second round, in the same order, people can get more."
        inputMode="numeric"
      />
      {withSource ? (
        <Field
          field={fields.publicValueSource}
          label="Public random number (recommended): where will it come from?"
          hint="A plan: you decide when you lock the terms. Name something that nobody can know now and everyone can look up later, such as “the numbers of the national lottery of Saturday 12 December, in rising order”."
          maxLength={200}
        />
      ) : null}
    </>
  )
}
