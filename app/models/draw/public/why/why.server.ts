import { LRUCache } from 'lru-cache'
import { problemOf } from '#app/allocation/draw.ts'
import { explain, type Why } from '#app/allocation/explain.ts'
import type { Rule } from '#app/allocation/types.ts'
import { type DrawnDocument, findDrawnDocument } from '#app/models/draw/drawn-document.server.ts'
import { pageOfCode } from '#app/models/draw/public/draw-page.server.ts'
import { findCode } from '#app/models/draw/seal/code.server.ts'
import { countsLosses } from '#app/models/draw/words.ts'
import {
  calculate,
  TooMuchWorkError,
  WorkersFullError,
} from '#app/models/draw/workers/workers.server.ts'
import { findOffRoll } from './off-roll.server.ts'
import { sayWhy } from './why.ts'
import { sayLead } from './why-lead.ts'

export type WhyAnswer = {
  isOnRoll: true
  draw: number
  code: string
  rule: Rule
  cap: number | null
  countsLosses: boolean
  amount: number
  /** The answer in short; the sentences have every step. */
  lead: string
  sentences: string[]
  page: number
}

/** For the last draw; undefined without one, or without a request. */
export async function findWhy(eventId: string, userId: string) {
  const code = await findCode(eventId, userId)
  const drawn = await findDrawnDocument(eventId, 'last')
  if (!drawn) return undefined
  return code && drawn.document.result.has(code)
    ? findOnRoll({ drawn, code, userId })
    : findOffRoll(eventId, userId, drawn.document.draw)
}

async function findOnRoll(asked: Asked): Promise<WhyAnswer> {
  const { drawn, code } = asked
  const { draw, rule, order, options, result, overrides } = drawn.document
  const whole = await answers.fetch(`${drawn.key} ${code}`, { context: asked })
  const override = overrides.find(each => each.code === code)
  return {
    isOnRoll: true,
    ...{ draw, code, rule },
    cap: rule === 'plain' ? options.cap : null,
    countsLosses: countsLosses(order),
    amount: override?.amount ?? (result.get(code) as number),
    ...(whole ?? inShort(asked)),
    page: pageOfCode(drawn.document, code) ?? 1,
  }
}

type Told = Pick<WhyAnswer, 'lead' | 'sentences'>
type Asked = { drawn: DrawnDocument; code: string; userId: string }

/** Under an exact rule a larger size's cost takes a while, and people return. Caches nothing when too many ask. */
const answers = new LRUCache<string, Told, Asked>({
  max: 2000,
  ignoreFetchAbort: true,
  fetchMethod: async (_key, _stale, { context }) => {
    try {
      return sayOf(context, await calculate('explain', inputOf(context), 'members', context.userId))
    } catch (error) {
      if (error instanceof TooMuchWorkError || error instanceof WorkersFullError) return undefined
      throw error
    }
  },
})

function inShort(asked: Asked): Told {
  const { problem, code, options } = inputOf(asked)
  return sayOf(asked, explain(problem, code, { ...options, mostLooks: 0 }))
}

function inputOf({ drawn: { document, ranked }, code }: Asked) {
  const amounts = Int32Array.from(document.ranking, each => document.result.get(each) ?? 0)
  const options = { overrides: document.overrides, amounts }
  return { problem: problemOf(document, ranked), code, options }
}

function sayOf({ drawn: { document } }: Asked, why: Why): Told {
  const { rule, order } = document
  return { lead: sayLead(why, rule), sentences: sayWhy(why, rule, order) }
}
