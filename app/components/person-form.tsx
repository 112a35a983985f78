import type { SubmissionResult } from '@conform-to/react'
import type { Role } from '#app/models/people/user.ts'
import { Actions, PostForm, useServerForm } from './form.tsx'
import { PersonFields } from './person.tsx'

type PersonValues = { name: string; email: string; role: string; version: string }
type Props = {
  person: { name: string; email: string; role: Role; version: number }
  lastResult: SubmissionResult | undefined
}

export function PersonForm({ person, lastResult }: Props) {
  const [form, fields] = useServerForm<PersonValues>({
    id: 'person',
    lastResult,
    defaultValue: { ...person, version: String(person.version) },
  })
  return (
    <PostForm form={form}>
      <input type="hidden" name="version" value={fields.version.initialValue} />
      <PersonFields
        fields={fields}
        roleHint="A new role applies at once. They have to sign in again."
      />
      <Actions>
        <button type="submit">Save</button>
      </Actions>
    </PostForm>
  )
}
