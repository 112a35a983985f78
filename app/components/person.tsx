import type { FieldMetadata } from '@conform-to/react'
import type { Role } from '#app/models/people/user.ts'
import { type Choice, Choices, Field } from './form.tsx'

export const roleNames: Record<Role, string> = {
  member: 'Member',
  organizer: 'Organizer',
  admin: 'Admin',
}

const roleChoices: Choice[] = [
  { value: 'member', label: 'Member', hint: 'asks for tickets' },
  { value: 'organizer', label: 'Organizer', hint: 'makes events and gives their tickets out' },
  { value: 'admin', label: 'Admin', hint: 'does everything: people, mail and the audit trail too' },
]

type PersonFieldsProps = {
  fields: {
    name: FieldMetadata<unknown>
    email: FieldMetadata<unknown>
    role: FieldMetadata<unknown>
  }
  roleHint?: string
}

/** What an admin says of a person. */
export function PersonFields({ fields, roleHint }: PersonFieldsProps) {
  return (
    <>
      <Field field={fields.name} label="Name" autoComplete="off" required maxLength={200} />
      <Field
        field={fields.email}
        label="Mail address"
        type="email"
        autoComplete="off"
        required
        maxLength={254}
      />
      <Choices
        field={fields.role}
        label="Role"
        hint={roleHint}
        type="radio"
        choices={roleChoices}
      />
    </>
  )
}

/** Beside a name, wherever requests are listed: nobody can be told, and no draw takes the request in. */
export function DeactivatedMark({ isActive }: { isActive: boolean }) {
  return isActive ? null : <small className="hint"> (deactivated)</small>
}

/** Where a person stands, in a word: the colour only repeats it. */
export function StatusBadge({
  isActive,
  hasPassword,
}: {
  isActive: boolean
  hasPassword: boolean
}) {
  if (!isActive) return <span className="badge badge-cancelled">Deactivated</span>
  if (!hasPassword) return <span className="badge badge-draft">No password yet</span>
  return <span className="badge badge-open">Active</span>
}
