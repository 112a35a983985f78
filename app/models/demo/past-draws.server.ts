import { randomBytes } from 'node:crypto'
import type { DrawDocument } from '#app/allocation/document/document.ts'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { completeDraw } from '#app/allocation/draw.ts'
import { commitmentOf } from '#app/allocation/ranking.ts'
import { formatRoll, rollHashOf } from '#app/allocation/roll.ts'
import { keepLedger, type LedgerEntry, lossesOf } from '#app/models/draw/fairness/ledger.ts'
import { defaultChoice, type RuleChoice } from '#app/models/draw/preparing/choice.server.ts'
import { entriesFor } from '#app/models/draw/roll.server.ts'
import { newCode } from '#app/models/draw/seal/code.server.ts'
import { sealSecret } from '#app/models/draw/seal/seal.server.ts'
import { parseSizes } from '#app/values/size.ts'
import { insertAll } from '#db/insert-all.ts'
import type { WriteStep } from '#db/lane.ts'
import { draws, entryCodes, rolls, ruleChoices } from '#db/schema.ts'
import type { Season, SeasonEvent, SeasonRequest } from './season.ts'

const HOUR = 3_600_000

export type PastDraw = {
  event: SeasonEvent
  document: DrawDocument
  choice: RuleChoice
  /** False: the default rule, because nobody had chosen. */
  isChosen: boolean
  codes: ReadonlyMap<string, string>
  frozenAt: number
  drawnAt: number
}

/** Losers of the first evening got more tickets in the hat; later a public value made trust unnecessary. */
const weighted: RuleChoice = { ...defaultChoice, order: 'weighted' }
const proven: RuleChoice = {
  ...weighted,
  publicValueSource: 'The lottery numbers of the night after closing',
}
type Planned = { choice: RuleChoice; publicValue: string | null }
const FIRST: Planned = { choice: defaultChoice, publicValue: null }
const PROGRAMME: Planned[] = [
  FIRST,
  { choice: weighted, publicValue: null },
  { choice: proven, publicValue: '7 12 23 31 38 44' },
  { choice: proven, publicValue: '2 19 20 27 41 49' },
  { choice: proven, publicValue: '5 8 16 33 36 40' },
]

/** In order of finalization: each draw counts the losses of those before. */
export function drawPast(season: Season): PastDraw[] {
  const history = new Map<string, LedgerEntry[]>()
  const resultOf = new Map(season.results.map(row => [row.requestId, row]))
  const finalized = season.events
    .filter(event => event.finalizedAt)
    .sort((a, b) => (a.finalizedAt ?? 0) - (b.finalizedAt ?? 0))
  return finalized.map((event, index) => {
    const asked = season.requests.filter(request => request.eventId === event.id)
    const made = draw(event, asked, PROGRAMME[index] ?? FIRST, history)
    const basis = basisOf(event, asked)
    const finalization = season.finalizations.find(({ eventId }) => eventId === event.id)
    if (finalization) Object.assign(finalization, basis)
    for (const request of asked) {
      const got = made.document.result.get(made.codes.get(request.userId) ?? '') ?? 0
      request.draftAmount = got
      request.drawnAmount = got
      const result = resultOf.get(request.id)
      if (result) result.amount = got
      const before = history.get(request.userId) ?? []
      history.set(request.userId, [...before, entryOf(event, basis, request.sizes, got)])
    }
    return made
  })
}

/** Open for days, and everybody asked themselves. */
function basisOf(event: SeasonEvent, asked: readonly SeasonRequest[]) {
  return {
    drawnFor: event.totalTickets,
    wanted: asked.reduce((sum, { sizes }) => sum + (parseSizes(sizes)[0] ?? 0), 0),
    openSeconds: Math.floor(((event.closesAt ?? 0) - (event.opensAt ?? 0)) / 1000),
  }
}

function entryOf(
  { id, name, finalizedAt }: SeasonEvent,
  basis: ReturnType<typeof basisOf>,
  sizes: string,
  got: number,
): LedgerEntry {
  return {
    ...basis,
    ...{ eventId: id, eventName: name, ownerName: '', finalizedAt: finalizedAt ?? 0 },
    ...{ isAsked: true, isPinned: false, drawn: got, got, after: null },
    smallest: parseSizes(sizes).at(-1) ?? null,
  }
}

function draw(
  event: SeasonEvent,
  asked: readonly SeasonRequest[],
  { choice, publicValue }: Planned,
  history: ReadonlyMap<string, LedgerEntry[]>,
): PastDraw {
  const codes = new Map(asked.map(({ userId }) => [userId, newCode()]))
  const facts = asked.map(({ userId, sizes, raisedAt }) => ({
    code: codes.get(userId) ?? '',
    sizes: parseSizes(sizes),
    losses: lossesOf(keepLedger(history.get(userId) ?? [])),
    raisedAt,
  }))
  const roll = formatRoll(entriesFor(choice.order, facts))
  const secret = randomBytes(32).toString('hex')
  const { rule, order, cap, publicValueSource } = choice
  const document = completeDraw({
    ...{ version: 1, eventId: event.id, draw: 1, rule, order, options: { cap } },
    ...{ capacity: event.totalTickets, heldBack: 0, pins: [], overrides: [] },
    ...{ commitment: commitmentOf(secret), secret, roll, rollHash: rollHashOf(roll) },
    ...{ publicValueSource, publicValue },
  })
  const drawnAt = (event.finalizedAt ?? 0) - 2 * HOUR
  const isChosen = choice !== defaultChoice
  return { event, document, choice, isChosen, codes, frozenAt: event.closesAt ?? drawnAt, drawnAt }
}

export function stepsOfPast(
  past: readonly PastDraw[],
  names: ReadonlyMap<string, string>,
): WriteStep<never>[] {
  const codes = past.flatMap(each =>
    [...each.codes].map(([userId, code]) => ({ eventId: each.event.id, userId, code })),
  )
  const seals = past.map(({ event, document: { secret } }) => {
    const by = { name: names.get(event.ownerId) ?? '' }
    return sealSecret(event.id, 1, by, null, { secret, sealedAt: event.createdAt }).step
  })
  return [
    ...seals,
    ...insertAll(entryCodes, codes),
    ...insertAll(
      ruleChoices,
      past.map(({ event, choice, isChosen }) => ({
        ...{ eventId: event.id, draw: 1, ...choice, chosenAt: event.createdAt },
        chosenByName: isChosen ? (names.get(event.ownerId) ?? '') : '',
      })),
    ),
    ...insertAll(
      rolls,
      past.map(({ event, document: { roll, rollHash, order }, frozenAt }) => ({
        ...{ eventId: event.id, number: 1, roll, rollHash, order, frozenAt },
      })),
    ),
    ...insertAll(
      draws,
      past.map(({ event, document, drawnAt }) => ({
        ...{ eventId: event.id, number: 1, rollNumber: 1, drawnAt },
        document: formatDrawDocument(document),
        drawnByName: names.get(event.ownerId) ?? '',
      })),
    ),
  ]
}
