import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { allocate } from '../allocate.ts'
import { rankEntries } from '../ranking.ts'
import type { Entry } from '../types.ts'
import type { LooseDocument } from './documents.ts'

/** A document of version 2 that another program made, with a real round of drand's quicknet. */
export const GENUINE_JSON_2 = readFileSync(
  new URL('../../../docs/draw-example-2.json', import.meta.url),
  'utf8',
)

export interface Change2 {
  readonly what: string
  readonly change: (document: LooseDocument) => void
}

export interface Tampering2 extends Change2 {
  /** The step of verifying that must refuse it; `byHand` is that of pins and overrides. */
  readonly step: string
}

export const QUICKNET_CHAIN = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'
export const drandSource = (round: number | string) => `drand:${QUICKNET_CHAIN}:${round}`

/** Another real round. Its x is small, so x + p also fits into 381 bits. */
export const SMALL_X = {
  round: 5_928_395,
  proof:
    'a5d07c0071b4e386b3ae09206522253c68fefe8490ad59ecc44a7dd0d0745be91da5779e2247a82403fbc0cb9a34cb61',
}

export function hashOf(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

export const valueOfProof = (proof: string) => hashOf(Buffer.from(proof, 'hex'))

/** What the pins' line of the terms says. */
export function pinsHashOf(pins: LooseDocument[]): string {
  const lines = pins.map(({ code, amount, reason }) => `${code}|${amount}|${hashOf(`${reason}`)}\n`)
  return lines.length === 0 ? '-' : hashOf(lines.sort().join(''))
}

export function formatTermsOf(document: LooseDocument, over: Record<string, string> = {}): string {
  const lines = {
    draw: document.draw,
    rule: document.rule,
    order: document.order,
    cap: document.options?.cap ?? '-',
    capacity: document.capacity,
    heldBack: document.heldBack,
    source: document.publicValueSource ?? '-',
    pins: pinsHashOf(document.pins),
    shares: '-',
    parties: '-',
    ...over,
  }
  return Object.entries(lines)
    .map(([name, value]) => `${name}|${value}\n`)
    .join('')
}

/** Everything that follows from the rest, made new: what is left is consistent but for the tampering. */
export function remake(document: LooseDocument, over: LooseDocument = {}): void {
  const terms = 'terms' in over ? over.terms : formatTermsOf({ ...document, ...over })
  Object.assign(document, over, { terms })
  document.commitment = hashOf(document.secret)
  document.rollHash = hashOf(document.roll)
  document.termsHash = hashOf(terms)
  document.seed = seedText2(document)
  decide(document)
}

export function seedText2(document: LooseDocument): string {
  const { eventId, draw, secret, rollHash, termsHash, publicValue } = document
  return hashOf(`v2|${eventId}|${draw}|${secret}|${rollHash}|${termsHash}|${publicValue}`)
}

/** The ranking and the result that follow from the seed, even for a roll that must be refused. */
export function decide(document: LooseDocument): void {
  const ranked = rankEntries(looseEntries(document.roll), document.seed)
  document.ranking = ranked.map(({ code }) => code)
  const { rule, options, capacity, heldBack, pins } = document
  const amounts = attempt(() =>
    allocate({ rule, options, capacity, heldBack, pins, ranked } as never),
  )
  document.result = Object.fromEntries(
    ranked.map(({ code }, place) => [code, amounts?.amounts[place] ?? 0]),
  )
}

function looseEntries(roll: string): Entry[] {
  return roll
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const [code = '', sizes = '', weight, priority] = line.split('|')
      const numbers = sizes.split(',').map(size => Math.min(Math.max(1, Number(size)), 100) || 1)
      return { code, sizes: numbers, weight: few(weight), priority: Number(priority) || 0 }
    })
}

/** A weight that must be refused is not worth a billion hashes. */
function few(weight: string | undefined): number {
  const number = Number(weight)
  return number >= 1 && number <= 100 ? number : 1
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

/** Rewrites the lines of the roll, and all that follows from them. */
export function reroll(
  document: LooseDocument,
  change: (lines: string[]) => string[],
  over: LooseDocument = {},
): void {
  const lines = change(document.roll.slice(0, -1).split('\n'))
  remake(document, { ...over, roll: lines.map(line => `${line}\n`).join('') })
}

/** Gives every line of the roll, by its place, this weight and priority. */
export function reweigh(
  document: LooseDocument,
  order: string,
  of: (place: number, count: number) => string,
): void {
  const asWeighed = (line: string, place: number, { length }: string[]) =>
    `${line.split('|').slice(0, 2).join('|')}|${of(place, length)}`
  reroll(document, lines => lines.map(asWeighed), { order })
}
