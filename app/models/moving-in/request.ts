import type { Sizes } from '#app/values/size.ts'
import type { Course, ImportedEvent } from './event.ts'
import { changed, contradiction, impossible, markOf, note, type Remark } from './finding.ts'
import { readMoment } from './moment.ts'
import { type OriginalRow, textOf, wholeOf } from './original.ts'
import { judgePreferences } from './preferences.ts'
import { count, fitText, startOf } from './wording.ts'

export type ImportedRequest = {
  sizes: Sizes
  note: string
  createdAt: number
  changedAt: number
  raisedAt: number
  amount: number | null
  draftAmount: number | null
  draftReason: string | null
  amountMark: string | null
}

type Judged = { request: ImportedRequest; remarks: Remark[] }
const BY_HAND = 'Given by hand before we moved here'

/** No sizes when nothing that was asked for can be kept. */
export function judgeRequest(row: OriginalRow, event: ImportedEvent, course: Course): Judged {
  const { sizes, remarks } = judgePreferences(row.preferences, event.totalTickets)
  const words = fitText(textOf(row.notes), 'note', 500)
  if (words.remark) remarks.push(changed(words.remark))
  const given = judgeAmount(row, sizes, event, course)
  const times = timesOf(row, event, given.amount, remarks)
  remarks.push(...given.remarks)
  const isPossible = markOf(given.remarks) === null
  const isDraft = isPossible || course === 'cancelled'
  return {
    request: {
      sizes,
      note: words.text,
      ...times,
      amount: given.amount,
      draftAmount: isDraft ? given.amount : null,
      draftReason: isPossible && given.isOutside ? BY_HAND : null,
      amountMark: markOf(given.remarks),
    },
    remarks,
  }
}

function judgeAmount(row: OriginalRow, sizes: Sizes, event: ImportedEvent, course: Course) {
  const remarks: Remark[] = []
  const amount = wholeOf(row.allocated) ?? null
  const isOutside = amount !== null && amount !== 0 && !sizes.includes(amount)
  if (amount === null && textOf(row.allocated) !== '')
    remarks.push(
      impossible(`was given “${startOf(textOf(row.allocated), 40)}”, which is not a number`),
    )
  else if (amount === null && course === 'finalized')
    remarks.push(impossible('was left undecided when the event was finalized'))
  else if (amount !== null && amount < 0)
    remarks.push(impossible(`was given ${count(amount, 'ticket')}`))
  else if (amount !== null && amount > event.totalTickets)
    remarks.push(
      impossible(
        `was given ${count(amount, 'ticket')} of the ${event.totalTickets} that there were`,
      ),
    )
  else if (isOutside)
    remarks.push(note(`was given ${count(amount, 'ticket')}, which is none of the sizes asked for`))
  return { amount, isOutside, remarks }
}

function timesOf(row: OriginalRow, event: ImportedEvent, amount: number | null, remarks: Remark[]) {
  const made = readMoment(row.submitted_at, 'UTC')
  const changedAt = readMoment(row.updated_at, 'UTC')?.at
  if (!made) remarks.push(changed('has no readable time; that of its event was taken'))
  const createdAt = made?.at ?? changedAt ?? event.createdAt
  if (event.finalizedAt !== null && createdAt > event.finalizedAt)
    remarks.push(contradiction('was made after the event had been finalized'))
  if (createdAt < event.createdAt)
    remarks.push(contradiction('was made before the event was created'))
  if (changedAt !== undefined && changedAt < createdAt)
    remarks.push(contradiction('was changed before it was made'))
  const lastAt = Math.max(createdAt, changedAt ?? createdAt)
  // In the original, giving tickets also set the time of the last change.
  return { createdAt, changedAt: lastAt, raisedAt: amount === null ? lastAt : createdAt }
}
