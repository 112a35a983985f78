import { readAddress } from '#app/models/people/list-file/address-cell.ts'
import { emailField } from '#app/values/contact.ts'
import { changed, contradiction, note, type Remark } from './finding.ts'
import { readMoment } from './moment.ts'
import { isYes, type OriginalRow, textOf, wholeOf } from './original.ts'
import { isKeptHash } from './password-hash.ts'
import { fitLine, lengthOf, startOf } from './wording.ts'

export type ImportedPerson = {
  name: string
  /** Empty when the original's cannot be stored. */
  email: string
  role: 'member' | 'admin'
  isActive: boolean
  passwordHash: string | null
  mustChangePassword: boolean
  createdAt: number
}

type Judged = { person: ImportedPerson; remarks: Remark[] }

export function judgePerson(row: OriginalRow, now: number): Judged {
  const remarks: Remark[] = []
  const email = emailOf(row, remarks)
  const made = readMoment(row.created_at, 'UTC')
  if (!made) remarks.push(changed('has no readable time of creation; that of the import was taken'))
  else if (made.at > now + DAY) remarks.push(contradiction('was created in the future'))
  const person: ImportedPerson = {
    name: nameOf(row, email, remarks),
    email,
    role: roleOf(row, remarks),
    isActive: isYes(row.is_active),
    passwordHash: hashOf(row, email, remarks),
    mustChangePassword: isYes(row.must_reset_password),
    createdAt: made?.at ?? now,
  }
  if (wholeOf(row.is_active) === undefined)
    remarks.push(
      changed(
        `has ${quote(row.is_active)} where the original says whether somebody is active; taken as ${person.isActive ? 'yes' : 'no'}`,
      ),
    )
  return { person, remarks }
}

const DAY = 24 * 3_600_000

function emailOf(row: OriginalRow, remarks: Remark[]): string {
  const given = textOf(row.email)
  const email = given.trim().toLowerCase()
  if (emailField.safeParse(email).success) {
    if (email !== given)
      remarks.push(
        changed('had capitals or spaces in the email address; now in lower case, without spaces'),
      )
    return email
  }
  const bare = readAddress(given).email
  if (emailField.safeParse(bare).success) {
    remarks.push(changed(`had extra characters around the email address, which is ${bare} here`))
    return bare
  }
  if (!STORABLE.test(email) || lengthOf(email) > 254) return ''
  const password = isKeptHash(textOf(row.password_hash))
    ? '; signing in with the password works'
    : ''
  remarks.push(note(`has an email address that no link can be sent to: ${email}${password}`))
  return email
}

/** What the sign-in form accepts; a quoted local part may hold anything. */
const STORABLE = /^(?:[^\s@]+|"[^"]+")@[^\s@]+$/

function nameOf(row: OriginalRow, email: string, remarks: Remark[]): string {
  const { text, remark } = fitLine(textOf(row.name), 'name', 200)
  if (remark) remarks.push(changed(remark))
  if (text !== '') return text
  const name = email.split('@')[0] || `Person ${row.id}`
  remarks.push(changed('had no name; the email address gave one'))
  return name
}

function roleOf(row: OriginalRow, remarks: Remark[]): 'member' | 'admin' {
  const flag = wholeOf(row.is_admin)
  if (flag !== 0 && flag !== 1 && row.is_admin !== null && row.is_admin !== undefined)
    remarks.push(
      changed(`has ${quote(row.is_admin)} where the original says who is an admin; taken as no`),
    )
  return flag === 1 ? 'admin' : 'member'
}

function hashOf(row: OriginalRow, email: string, remarks: Remark[]): string | null {
  const hash = textOf(row.password_hash)
  const way = emailField.safeParse(email).success
    ? 'through “Forgot password”'
    : 'when an admin has corrected the email address'
  if (textOf(row.reset_token) !== '')
    remarks.push(note('has an open password link of the original, which ends with it'))
  if (hash === '') {
    remarks.push(note(`has no password yet, and can choose one ${way}`))
    return null
  }
  if (isKeptHash(hash)) return hash
  remarks.push(changed(`has a password of a kind that cannot be kept, and can choose one ${way}`))
  return null
}

function quote(cell: unknown): string {
  return cell === null || cell === undefined ? 'nothing' : `“${startOf(String(cell), 40)}”`
}
