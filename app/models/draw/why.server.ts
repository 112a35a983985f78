import { LRUCache } from 'lru-cache'
import { problemOf } from '#app/allocation/draw.ts'
import { explainSteps } from '#app/allocation/explain.ts'
import type { Rule } from '#app/allocation/types.ts'
import { findCode } from './code.server.ts'
import { pageOf } from './draw-page.server.ts'
import { type DrawnDocument, findDrawnDocument } from './drawn-document.server.ts'
import { runInSlices } from './in-slices.ts'
import { sayWhy } from './why.ts'

export type WhyAnswer = {
  draw: number
  code: string
  rule: Rule
  sentences: string[]
  /** The page of the draw on which the code stands. */
  page: number
}

/** Why a person got what she got in the last draw of an event; undefined when she was not on its roll. */
export async function findWhy(eventId: string, userId: string): Promise<WhyAnswer | undefined> {
  const code = await findCode(eventId, userId)
  const drawn = await findDrawnDocument(eventId, 'last')
  if (!code || !drawn?.document.result.has(code)) return undefined
  const { draw, rule } = drawn.document
  const sentences =
    (await answers.fetch(`${drawn.key} ${code}`, { context: { drawn, code } })) ?? []
  return { draw, code, rule, sentences, page: pageOf(drawn.document, code) ?? 1 }
}

/** What is larger under an exact rule takes a while, and who has read it comes back to it. */
const answers = new LRUCache<string, string[], { drawn: DrawnDocument; code: string }>({
  max: 2000,
  ignoreFetchAbort: true,
  fetchMethod: (_key, _stale, { context }) => sentencesFor(context.drawn, context.code),
})

async function sentencesFor({ document, ranked }: DrawnDocument, code: string): Promise<string[]> {
  const amounts = Int32Array.from(document.ranking, each => document.result.get(each) ?? 0)
  const known = { overrides: document.overrides, amounts }
  const why = await runInSlices(explainSteps(problemOf(document, ranked), code, known))
  return sayWhy(why, document.rule, document.order)
}
