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
        hint="In a first round nobody gets more than this; in a second, in the same order, all move up."
        inputMode="numeric"
      />
      {withSource ? (
        <Field
          field={fields.publicValueSource}
          label="Where a public value comes from (optional)"
          hint="Something that nobody can know now and all can look up later, named to the letter: “the numbers of the national lottery of Saturday 12 December, in rising order”. It is entered at the draw."
          maxLength={200}
        />
      ) : null}
    </>
  )
}
