import { deal } from '#app/allocation/after/deal.ts'
import {
  type AfterKind,
  type AfterLine,
  formatAfterLine,
  nextHead,
} from '#app/allocation/after/line.ts'
import { applyLine } from '#app/allocation/after/moves.ts'
import { type PersonAfter, willingOf } from '#app/allocation/after/standing.ts'
import { type OfferSpan, offerSpan } from '#app/allocation/after/times.ts'
import { newId } from '#app/values/id.ts'
import { hasStarted, type Live, timesOf, toSeconds } from './live.ts'

type Line = Partial<Omit<AfterLine, 'n' | 'kind'>>
type Extra = { reason?: string | undefined }

export interface WrittenLine {
  readonly line: AfterLine
  readonly head: string
  /** null for lines about nobody. */
  readonly userId: string | null
  /** Of an organizer's act: told to the person, not in the log. */
  readonly reason: string
  readonly holdingAfter: number
  readonly offerId?: string | undefined
  /** Of an offer: when its mail leaves, in milliseconds. */
  readonly beginsAt?: number | undefined
}

type Made = { id: string; code: string; tickets: number; span: OfferSpan }
type Ended = {
  id: string
  state: 'accepted' | 'declined' | 'expired' | 'withdrawn'
  taken: number
  at: number
}

/** The lines of one act, each judged by the lines before it, and what they change. */
export class Batch {
  readonly lines: WrittenLine[] = []
  readonly touched = new Set<string>()
  readonly made: Made[] = []
  readonly ended: Ended[] = []
  readonly shortened: { id: string; until: number }[] = []
  /** Whom the last call is told, the first time that something fits. */
  lastCallTo: readonly string[] = []

  constructor(
    readonly live: Live,
    /** Of offers that the program withdraws. */
    readonly why?: 'cancelled' | 'unfinalized' | 'moved',
  ) {}

  get n(): number {
    return this.live.n + this.lines.length
  }

  get head(): string {
    return this.lines.at(-1)?.head ?? this.live.head
  }

  /** @throws {BadInput} if the lines before it do not allow it */
  write(kind: AfterKind, about: Line = {}, { reason = '' }: Extra = {}): void {
    const { after, now } = this.live
    const line: AfterLine = {
      n: this.n + 1,
      kind,
      code: '',
      tickets: 0,
      sizes: [],
      until: null,
      ...about,
      at: Math.max(about.at ?? now, after.at),
    }
    applyLine(after, line)
    if (line.code) this.touched.add(line.code)
    this.lines.push({
      line,
      head: nextHead(this.head, formatAfterLine(line)),
      reason,
      ...this.factsOf(line),
    })
    this.noteOffer(line)
  }

  private factsOf({ code }: AfterLine) {
    const holder = this.live.holders.get(code)
    return {
      userId: holder?.userId ?? null,
      holdingAfter: this.live.after.people.get(code)?.holding ?? 0,
      offerId: holder?.offerId ?? undefined,
    }
  }

  private noteOffer({ kind, code, tickets, at, until }: AfterLine): void {
    const holder = this.live.holders.get(code)
    const id = holder?.offerId
    if (!holder || !id) return
    if (kind === 'shortened') this.shortened.push({ id, until: until as number })
    if (!isEnding(kind)) return
    this.ended.push({ id, state: kind, taken: kind === 'accepted' ? tickets : 0, at })
    holder.offerId = null
  }

  person(code: string): PersonAfter {
    return this.live.after.people.get(code) as PersonAfter
  }

  /** So that nobody is offered what they have just given away. */
  endOffer(code: string, kind: 'declined' | 'withdrawn', extra?: Extra): void {
    const { offer } = this.person(code)
    if (offer) this.write(kind, { code, tickets: offer.tickets }, extra)
  }

  withdrawAll(): void {
    for (const code of [...this.live.after.people.keys()].toSorted())
      this.endOffer(code, 'withdrawn')
  }

  /** Ends every batch but cancelling and un-finalizing. */
  close(): void {
    const { live } = this
    const { event, now, after } = live
    if (!live.offersTickets || event.cancelledAt !== null || hasStarted(live)) return
    if (after.lastCallUntil === null) {
      const span = offerSpan(now, timesOf(event))
      if (span) {
        this.deal(span)
        return
      }
      this.write('last-call', { until: toSeconds(event.startsAt) })
    }
    if (!live.hadLastCall) this.lastCallTo = this.listWhomItFits()
  }

  private deal(span: OfferSpan): void {
    const { after, holders } = this.live
    const dealt = deal(willingOf(after), after.free)
    for (const { code, tickets } of dealt) {
      this.write('offered', { code, tickets, until: span.until })
      const id = newId()
      const holder = holders.get(code)
      if (holder) holder.offerId = id
      this.made.push({ id, code, tickets, span })
      const last = this.lines.pop() as WrittenLine
      this.lines.push({ ...last, offerId: id, beginsAt: span.begin * 1000 })
    }
  }

  private listWhomItFits(): string[] {
    const { after, holders } = this.live
    return [...after.people.values()].flatMap(each =>
      largestToTake(each, after.free) > 0 ? [holders.get(each.code)?.userId ?? ''] : [],
    )
  }
}

function isEnding(kind: AfterKind): kind is Ended['state'] {
  return kind === 'accepted' || kind === 'declined' || kind === 'expired' || kind === 'withdrawn'
}

/** In the last call: the amounts that bring somebody to a listed size and are free, largest first. */
export function amountsToTake(
  { sizes, holding, hasLeft, wasSkipped, wasSetToNone }: PersonAfter,
  free: number,
): number[] {
  if (hasLeft || wasSkipped || wasSetToNone) return []
  return sizes.map(size => size - holding).filter(amount => amount > 0 && amount <= free)
}

function largestToTake(standing: PersonAfter, free: number): number {
  return amountsToTake(standing, free)[0] ?? 0
}

/** What somebody may accept of an offer, largest first. */
export function amountsToAccept({ sizes, holding, offer }: PersonAfter): number[] {
  return sizes
    .map(size => size - holding)
    .filter(amount => amount > 0 && amount <= (offer?.tickets ?? 0))
}
