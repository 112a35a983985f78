import { problemOf } from '#app/allocation/draw.ts'
import { explain } from '#app/allocation/explain.ts'
import type { Rule } from '#app/allocation/types.ts'
import { findCode } from './code.server.ts'
import { type DrawnDocument, findDrawnDocument } from './drawn-document.server.ts'
import { sayWhy } from './why.ts'

export type WhyAnswer = { draw: number; code: string; rule: Rule; sentences: string[] }

/** Why a person got what she got in the last draw of an event; undefined when she was not on its roll. */
export async function findWhy(eventId: string, userId: string): Promise<WhyAnswer | undefined> {
  const code = await findCode(eventId, userId)
  const drawn = await findDrawnDocument(eventId, 'last')
  if (!code || !drawn?.document.result.has(code)) return undefined
  const { draw, rule } = drawn.document
  return { draw, code, rule, sentences: sentencesFor(drawn, code) }
}

function sentencesFor({ document, ranked }: DrawnDocument, code: string): string[] {
  const amounts = Int32Array.from(document.ranking, each => document.result.get(each) ?? 0)
  const why = explain(problemOf(document, ranked), code, { overrides: document.overrides, amounts })
  return sayWhy(why, document.rule, document.order)
}
