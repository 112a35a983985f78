import type { AfterKind } from '#app/allocation/after/line.ts'
import type { MailKind } from '#app/mail/kind.ts'
import { type AnsweredFacts, subjectOfAnswered } from '#app/mail/mails/after/answered.ts'
import { type ChangedFacts, subjectOfChanged } from '#app/mail/mails/after/changed-by-organizer.ts'
import { subjectOfOffer, subjectOfShortened } from '#app/mail/mails/after/offer.ts'
import { type OfferEndedFacts, subjectOfEnded } from '#app/mail/mails/after/offer-ended.ts'
import { subjectOfReleased, subjectOfReturned } from '#app/mail/mails/after/returned.ts'
import type { WrittenLine } from '#app/models/after/batch.ts'

export interface Telling {
  readonly event: { id: string; name: string; place: string; startsAt: number; timeZone: string }
  readonly finalizationId: string
  readonly lines: readonly WrittenLine[]
  /** Of offers that the program withdrew. */
  readonly why?: string | undefined
}

/** One mail, without what the database knows of the person. */
export interface AfterLetter {
  readonly kind: MailKind
  readonly reasonKey: string
  readonly userId: string
  readonly subject: string
  readonly facts: object
  /** In milliseconds; undefined for now. */
  readonly dueAt?: number | undefined
}

/** The mails about what one act wrote: at most one for each line, and none where a later line tells it too. */
export function lettersAbout(telling: Telling): AfterLetter[] {
  return groupByPerson(telling.lines).flatMap(mine =>
    mine.flatMap((each, index) => {
      const words = wordsOf[each.line.kind]?.({
        ...each,
        telling,
        before: mine[index - 1],
        next: mine[index + 1]?.line.kind,
      })
      return words && each.userId !== null ? [letterOf(telling, each, each.userId, words)] : []
    }),
  )
}

function groupByPerson(lines: readonly WrittenLine[]): WrittenLine[][] {
  const groups = new Map<string, WrittenLine[]>()
  for (const each of lines) {
    const group = groups.get(each.line.code)
    if (group) group.push(each)
    else if (each.line.code) groups.set(each.line.code, [each])
  }
  return [...groups.values()]
}

type Words = Pick<AfterLetter, 'kind' | 'subject' | 'dueAt'> & { key?: string; facts?: object }

function letterOf(
  { finalizationId }: Telling,
  { line, head, holdingAfter: holding }: WrittenLine,
  userId: string,
  { key = `moved:${finalizationId}:${line.n}`, facts, ...words }: Words,
): AfterLetter {
  const { n, tickets } = line
  return { ...words, reasonKey: key, userId, facts: { tickets, holding, n, head, ...facts } }
}

type Told = WrittenLine & {
  telling: Telling
  /** Of the same person in the same act. */
  before: WrittenLine | undefined
  next: AfterKind | undefined
}

const wordsOf: Partial<Record<AfterKind, (told: Told) => Words | undefined>> = {
  offered: ({ telling: { event }, line: { tickets, until }, offerId, beginsAt: dueAt }) => ({
    kind: 'offer',
    key: `offer:${offerId}`,
    subject: subjectOfOffer({ event, tickets }),
    facts: { offerId, until },
    dueAt,
  }),
  shortened: ({ telling, line: { until }, offerId }) => ({
    kind: 'offer-shortened',
    subject: subjectOfShortened(telling),
    facts: { offerId, until },
  }),
  accepted: told => answered(told, 'accepted'),
  taken: told => answered(told, 'taken'),
  declined: told =>
    told.next && SAY_DECLINED.has(told.next) ? undefined : answered(told, 'declined'),
  expired: told => ended(told, 'expired'),
  withdrawn: told =>
    told.next && SAY_WITHDRAWN.has(told.next) ? undefined : ended(told, 'withdrawn'),
  returned: ({ telling: { event }, line: { tickets } }) => ({
    kind: 'returned',
    subject: subjectOfReturned({ event, tickets }),
  }),
  released: ({ telling: { event }, line: { tickets } }) => ({
    kind: 'released',
    subject: subjectOfReleased({ event, tickets }),
  }),
  // Finalizing gives without a reason, and the result mail tells it; who comes back alone knows it.
  given: told => (told.reason ? changed(told, 'given') : undefined),
  rejoined: told => (told.reason ? changed(told, 'rejoined') : undefined),
  skipped: told => changed(told, 'skipped'),
  lowered: told => changed(told, 'lowered'),
  recalled: told => changed(told, 'recalled'),
}

/** What follows the end of one's own offer in the same act, and says it. */
const SAY_DECLINED: ReadonlySet<AfterKind> = new Set(['returned', 'taken', 'left'])
const SAY_WITHDRAWN: ReadonlySet<AfterKind> = new Set([
  'skipped',
  'given',
  'lowered',
  'recalled',
  'released',
  'rejoined',
  'left',
])

function answered(
  { telling: { event }, holdingAfter: holding }: Told,
  what: AnsweredFacts['what'],
): Words {
  return { kind: 'answered', subject: subjectOfAnswered({ event, what, holding }), facts: { what } }
}

function ended(
  { telling: { event, why }, next, reason, offerId }: Told,
  what: OfferEndedFacts['what'],
): Words {
  return {
    kind: 'offer-ended',
    key: `offer-ended:${offerId}`,
    subject: subjectOfEnded({ event }),
    facts: { what, why, reason, isPutBack: what === 'expired' && next === 'rejoined' },
  }
}

function changed({ telling: { event }, before, reason }: Told, what: ChangedFacts['what']): Words {
  const endedOffer = before?.line.kind === 'withdrawn' ? before.line.tickets : 0
  return {
    kind: 'changed-by-organizer',
    subject: subjectOfChanged({ event, what }),
    facts: { what, reason, endedOffer },
  }
}
