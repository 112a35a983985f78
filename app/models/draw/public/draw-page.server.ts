import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { DrawDocument } from '#app/allocation/document/document.ts'
import { formatDrawDocument, formatLockedDraw } from '#app/allocation/document/format.ts'
import type { Verification } from '#app/allocation/document/verify.ts'
import {
  type DrawnDocument,
  findDrawDocument,
  findDrawnDocument,
} from '#app/models/draw/drawn-document.server.ts'
import {
  describeSource,
  findLockingOf,
  type WaitingDraw,
} from '#app/models/draw/locking/locked-page.server.ts'
import { findLocking, lockedDrawOf } from '#app/models/draw/locking/locking.server.ts'
import { pageOf } from '#app/values/page.ts'
import { findKeptDocument } from './kept-documents.server.ts'
import { type EarlySource, findEarlySource } from './reopening.server.ts'
import { findRestoresOf } from './restores.server.ts'
import { verifyDocument } from './verification.server.ts'
import { readWitnesses } from './witnesses.server.ts'

/** Entries; a page of a longer draw leaves verifying to the checking page. */
const VERIFIED_AT_ONCE = 500
const PAGE = 100

const drawViewSchema = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  /** Codes have no capitals, but phones like to write one. */
  code: z.string().trim().max(100).toLowerCase().catch(''),
})
export type DrawView = z.infer<typeof drawViewSchema>

export function readDrawView(params: URLSearchParams): DrawView {
  return drawViewSchema.parse(Object.fromEntries(params))
}

export async function readDrawPage(
  eventId: string,
  number: number,
  view: DrawView,
  myCode?: string,
) {
  const drawn = await findDrawnDocument(eventId, number)
  if (!drawn) return undefined
  const { document, ranked } = drawn
  const found = pageOfCode(document, view.code)
  return {
    ...factsOf(document),
    isDecided: drawn.isDecided,
    ...readEntries(drawn, view.page),
    ...(await readBasis(document)),
    restores: await findRestoresOf(eventId),
    witnesses: await readWitnesses(eventId, number),
    found,
    myPage: myCode === undefined ? null : pageOfCode(document, myCode),
    missing: view.code !== '' && found === null ? view.code : null,
    verification: ranked.length <= VERIFIED_AT_ONCE ? ((await verified(drawn)) ?? null) : null,
  }
}

type Basis = { early: EarlySource | null; locked: LockedFacts | null }
type LockedFacts = Awaited<ReturnType<typeof describeLocking>>

/** A source of version 1 was named before closing, and could be known too early; one of version 2 is in the terms. */
async function readBasis(document: DrawDocument): Promise<Basis> {
  const { eventId, publicValueSource } = document
  if (document.version === 1)
    return { locked: null, early: (await findEarlySource(eventId, publicValueSource)) ?? null }
  return { locked: await describeLocking(document), early: null }
}

async function describeLocking(document: DrawDocument & { version: 2 }) {
  const { eventId, draw, publicValueSource, publicProof } = document
  const { terms, termsHash, secret, commitment, rollHash } = document
  const { planned, ...locking } = (await findLockingOf(eventId, draw)) ?? NO_LOCKING
  return {
    ...locking,
    ...describeSource(publicValueSource, planned),
    proof: { terms, termsHash, secret, commitment, rollHash, proof: publicProof },
  }
}

/** Of a document that came by another way, as in a demonstration. */
const NO_LOCKING = { lockedAt: 0, lockedByName: '', knownAt: null, planned: null }

type Named = { made: MadeDrawPage | null; waiting: WaitingDraw | null }

/** For visitors without an account. */
export function withoutDrawNames({ made, waiting }: Named, isNameless: boolean): Named {
  if (!isNameless) return { made, waiting }
  return {
    made: made && { ...made, locked: made.locked && { ...made.locked, lockedByName: '' } },
    waiting: waiting && { ...waiting, lockedByName: '', cancelledByName: null },
  }
}

export type MadeDrawPage = NonNullable<Awaited<ReturnType<typeof readDrawPage>>>

function factsOf({ draw, rule, order, options, capacity, heldBack, ...document }: DrawDocument) {
  const { publicValueSource, publicValue } = document
  return {
    number: draw,
    rule,
    order,
    cap: options.cap,
    capacity,
    heldBack,
    publicValueSource,
    publicValue,
  }
}

function readEntries({ document, ranked }: DrawnDocument, wanted: number) {
  const pins = new Map(document.pins.map(pin => [pin.code, pin]))
  const overrides = new Map(document.overrides.map(override => [override.code, override]))
  const amountOf = (code: string) => overrides.get(code)?.amount ?? document.result.get(code) ?? 0
  const { items, page, pages } = pageOf(ranked, wanted, PAGE)
  return {
    setByHand: pins.size + overrides.size,
    served: document.ranking.filter(code => amountOf(code) > 0).length,
    total: ranked.length,
    page,
    pages,
    entries: items.map(({ code, sizes, weight, priority }, index) => ({
      place: (page - 1) * PAGE + index + 1,
      code,
      sizes: sizes.join(' › '),
      weight,
      priority,
      amount: amountOf(code),
      byHand: sayByHand(pins.get(code), overrides.get(code)),
    })),
  }
}

export function pageOfCode({ ranking }: DrawDocument, code: string): number | null {
  const at = ranking.indexOf(code)
  return at === -1 ? null : Math.floor(at / PAGE) + 1
}

/** Everybody sees the same document, so it is recomputed once for all, even for those who ask at the same time. */
const verifications = new LRUCache<string, Verification, { document: DrawDocument }>({
  max: 200,
  ignoreFetchAbort: true,
  fetchMethod: async (_key, _stale, { context }) => {
    const found = await verifyDocument(formatDrawDocument(context.document), undefined)
    return typeof found === 'object' ? found : undefined
  },
})

/** Without it, as when many calculations wait, the page still says how to check the document. */
async function verified({ key, document }: DrawnDocument): Promise<Verification | undefined> {
  return verifications.fetch(key, { context: { document } })
}

type ByHand = { amount: number; reason: string } | undefined

function sayByHand(pin: ByHand, override: ByHand): string | null {
  if (override) return `changed to ${override.amount} after the draw: ${override.reason}`
  return pin ? `set to ${pin.amount} before the draw: ${pin.reason}` : null
}

export async function findDrawFile(eventId: string, number: number): Promise<string | undefined> {
  const kept = Number.isSafeInteger(number) ? await findKeptDocument(eventId, number) : undefined
  if (kept) return kept
  const document = await findDrawDocument(eventId, number)
  if (document) return formatDrawDocument(document)
  const locking = Number.isSafeInteger(number) ? await findLocking(eventId, number) : undefined
  return locking && formatLockedDraw(lockedDrawOf(locking))
}
