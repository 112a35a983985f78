import type { DrawDocument } from '#app/allocation/document.ts'
import { problemOf } from '#app/allocation/draw.ts'
import { explain } from '#app/allocation/explain.ts'
import { rankEntries } from '#app/allocation/ranking.ts'
import { parseRoll } from '#app/allocation/roll.ts'
import { findCode } from './code.server.ts'
import { findDrawDocument, listDraws } from './draw.server.ts'
import { sayWhy } from './why.ts'

export type WhyAnswer = { draw: number; code: string; document: DrawDocument; sentences: string[] }

/** Why a person got what she got in the last draw of an event; undefined when she was not on its roll. */
export async function findWhy(eventId: string, userId: string): Promise<WhyAnswer | undefined> {
  const code = await findCode(eventId, userId)
  const last = (await listDraws(eventId)).at(-1)
  const document = last && (await findDrawDocument(eventId, last.number))
  if (!code || !document?.result.has(code)) return undefined
  return { draw: document.draw, code, document, sentences: sentencesFor(document, code) }
}

function sentencesFor(document: DrawDocument, code: string): string[] {
  const ranked = rankEntries(parseRoll(document.roll), document.seed)
  const amounts = Int32Array.from(document.ranking, each => document.result.get(each) ?? 0)
  const why = explain(problemOf(document, ranked), code, { overrides: document.overrides, amounts })
  return sayWhy(why, document.rule, document.order)
}
