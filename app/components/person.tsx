import type { FieldMetadata } from '@conform-to/react'
import type { Role } from '#app/models/people/user.ts'
import { type Choice, Choices, Field } from './form.tsx'

export const roleNames: Record<Role, string> = {
  member: 'Member',
  organizer: 'Organizer',
  admin: 'Admin',
}

const roleChoices: Choice[] = [
  { value: 'member', label: 'Member', hint: 'Can ask for tickets.' },
  { value: 'organizer', label: 'Organizer', hint: 'Can create events and give out tickets.' },
  {
    value: 'admin',
    label: 'Admin',
    hint: 'Can do everything, including people, email and settings.',
  },
]

type PersonFieldsProps = {
  fields: {
    name: FieldMetadata<unknown>
    email: FieldMetadata<unknown>
    role: FieldMetadata<unknown>
  }
  roleHint?: string
}

export function PersonFields({ fields, roleHint }: PersonFieldsProps) {
  return (
    <>
      <Field field={fields.name} label="Name" autoComplete="off" required maxLength={200} />
      <Field
        field={fields.email}
        label="Email address"
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

/** Beside a name in a list of requests: this person gets no mail, and no draw takes their request in. */
export function DeactivatedMark({ isActive }: { isActive: boolean }) {
  return isActive ? null : <small className="hint"> (deactivated)</small>
}

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
