import type { DrawDocument } from '#app/allocation/document/document.ts'
import { parseRoll } from '#app/allocation/roll.ts'
import { type Decided, startAfter } from './standing.ts'

/** Whom a draw decided about, with what was changed by hand, in draw order; and what it left free. */
export function decidedBy(document: DrawDocument): { ranked: Decided[]; free: number } {
  const { pins, overrides, ranking, result, capacity, heldBack } = document
  const roll = new Map(parseRoll(document.roll).map(({ code, sizes }) => [code, sizes]))
  const setTo = new Map([...pins, ...overrides].map(({ code, amount }) => [code, amount]))
  const changed = new Map(overrides.map(({ code, amount }) => [code, amount]))
  const ranked = ranking.map(code => ({
    code,
    sizes: roll.get(code) ?? [],
    holding: changed.get(code) ?? result.get(code) ?? 0,
    wasSetToNone: setTo.get(code) === 0,
  }))
  const given = ranked.reduce((sum, { holding }) => sum + holding, 0)
  return { ranked, free: capacity - heldBack - given }
}

export function startOfDraw(document: DrawDocument) {
  const { ranked, free } = decidedBy(document)
  return startAfter(ranked, free)
}
