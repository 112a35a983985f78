import { changed, impossible, note, type Remark } from '#app/models/moving-in/finding.ts'
import { type Original, type OriginalRow, textOf, wholeOf } from '#app/models/moving-in/original.ts'
import { type ImportedPerson, judgePerson } from '#app/models/moving-in/person.ts'
import { idOf, type PlanMaker } from './plan.ts'

export type PlacedPerson = { userId: string; name: string }
/** By id in the original. */
export type People = Map<number, PlacedPerson>

export function planPeople(original: Original, maker: PlanMaker): People {
  const judged = original.users.map(row => ({ row, ...judgePerson(row, maker.around.now) }))
  const holders = addressHolders(judged)
  const people: People = new Map()
  for (const { row, person, remarks } of judged) {
    const id = idOf(row)
    const label = `person ${id} (${person.name})`
    const known = maker.knownRow('user', id)
    if (known) {
      maker.keepKnown('user', row, known, label)
      people.set(id, { userId: known.newId ?? '', name: person.name })
    } else {
      const isHolder = holders.get(person.email) === id
      const userId = placePerson(id, person, isHolder, remarks, maker)
      people.set(id, { userId, name: person.name })
      maker.keepNew('user', row, userId, label, remarks)
    }
  }
  for (const id of missingPeople(original, people)) people.set(id, standIn(id, maker))
  return people
}

function addressHolders(
  judged: { row: OriginalRow; person: ImportedPerson }[],
): Map<string, number> {
  const holders = new Map<string, number>()
  const inOrder = judged.toSorted(
    (a, b) => Number(b.person.isActive) - Number(a.person.isActive) || idOf(a.row) - idOf(b.row),
  )
  for (const { row, person } of inOrder)
    if (person.email !== '' && !holders.has(person.email)) holders.set(person.email, idOf(row))
  return holders
}

function placePerson(
  originalId: number,
  person: ImportedPerson,
  isHolder: boolean,
  remarks: Remark[],
  maker: PlanMaker,
): string {
  const here = isHolder ? maker.around.known.people.get(person.email) : undefined
  if (here) {
    remarks.push(...meeting(person, here.role))
    return here.id
  }
  if (!isHolder) remarks.push(withoutAddress(person.email, originalId))
  const { isActive, email, ...values } = person
  const id = maker.around.newId()
  const deactivatedAt = isActive ? null : maker.around.now
  const address = isHolder ? email : placeholder(originalId)
  maker.plan.users.push({ id, ...values, email: address, deactivatedAt })
  return id
}

/** An import gives nobody rights and takes nobody's password. */
function meeting(person: ImportedPerson, roleHere: string): Remark[] {
  const found = [note('has an account here already, which stays as it is and gets the requests')]
  if (person.role === 'admin' && person.isActive && roleHere !== 'admin')
    found.push(note(`was an admin in the original, and stays ${roleHere} here`))
  return found
}

function withoutAddress(email: string, originalId: number): Remark {
  const address = placeholder(originalId)
  return changed(
    email === ''
      ? `had no usable email address; has ${address} until an admin corrects it`
      : `had the same email address ${email} as someone else; has ${address} until an admin corrects it`,
  )
}

/** .invalid belongs to nobody (RFC 2606), so no mail can reach a stranger. */
const placeholder = (originalId: number) => `person-${originalId}@imported.invalid`

function missingPeople({ events, submissions }: Original, people: People): number[] {
  const ids = [...events.map(e => e.created_by), ...submissions.map(s => s.user_id)].map(wholeOf)
  return [...new Set(ids)].filter(id => id !== undefined).filter(id => !people.has(id))
}

/** A nameless person who can do nothing, so that what they did keeps its place. */
function standIn(originalId: number, maker: PlanMaker): PlacedPerson {
  const name = `Unknown person ${originalId}`
  const label = `person ${originalId}`
  const row = { id: originalId }
  const known = maker.knownRow('user', originalId)
  if (known) {
    maker.keepKnown('user', row, known, label)
    return { userId: textOf(known.newId), name }
  }
  const { newId, now } = maker.around
  const userId = newId()
  const email = placeholder(originalId)
  maker.plan.users.push({ id: userId, name, email, createdAt: now, deactivatedAt: now })
  const reason = `is referred to but missing; “${name}”, deactivated, stands in`
  maker.keepNew('user', row, userId, label, [impossible(reason)])
  return { userId, name }
}
