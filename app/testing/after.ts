import { and, asc, eq, isNull } from 'drizzle-orm'
import { expect } from 'vitest'
import { startOfDraw } from '#app/allocation/after/decided.ts'
import {
  formatAfterLine,
  headByHand,
  headOfDocument,
  nextHead,
  parseAfterLog,
} from '#app/allocation/after/line.ts'
import { replay } from '#app/allocation/after/replay.ts'
import { startByHand } from '#app/allocation/after/standing.ts'
import { parseJson, readDrawDocument } from '#app/allocation/document/document.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { afterStates, finalizations, offers, standings, ticketMoves } from '#db/schema.ts'

/** The log of the finalization in force, as `after.txt` has it. */
export async function readLog(eventId: string): Promise<string> {
  const rows = await db()
    .select()
    .from(ticketMoves)
    .innerJoin(finalizations, eq(finalizations.id, ticketMoves.finalizationId))
    .where(and(eq(ticketMoves.eventId, eventId), isNull(finalizations.undoneAt)))
    .orderBy(asc(ticketMoves.n))
  return rows
    .map(({ ticket_moves: { n, at, kind, code, tickets, sizes, untilAt } }) =>
      formatAfterLine({
        n,
        at: at / 1000,
        kind,
        code,
        tickets,
        sizes: parseSizes(sizes),
        until: untilAt === null ? null : untilAt / 1000,
      }),
    )
    .map(line => `${line}\n`)
    .join('')
}

/** Replays the log of an event and compares where it leads with every row of the database. */
export async function expectLogToHold(eventId: string) {
  const log = await readLog(eventId)
  const [state] = await db()
    .select()
    .from(afterStates)
    .innerJoin(finalizations, eq(finalizations.id, afterStates.finalizationId))
    .where(and(eq(afterStates.eventId, eventId), isNull(finalizations.undoneAt)))
  if (!state) throw new Error('no log was begun')
  const { document } = state.finalizations
  const start =
    document === null ? startByHand() : startOfDraw(readDrawDocument(parseJson(document)))
  const lines = parseAfterLog(log)
  const replayed = replay(start, lines)
  const head = lines.reduce(
    (before, line) => nextHead(before, formatAfterLine(line)),
    document === null ? headByHand(eventId) : headOfDocument(document),
  )
  const { finalizationId, free, n } = state.after_states
  expect({ n, head: state.after_states.head, free }).toEqual({
    n: lines.length,
    head,
    free: replayed.after.free,
  })
  const rows = await db()
    .select()
    .from(standings)
    .where(eq(standings.finalizationId, finalizationId))
  const open = await db()
    .select()
    .from(offers)
    .where(and(eq(offers.finalizationId, finalizationId), eq(offers.state, 'open')))
  const inDatabase = rows.map(row => {
    const offer = open.find(({ code }) => code === row.code)
    return {
      code: row.code,
      sizes: [...parseSizes(row.sizes)],
      holding: row.holding,
      level: row.level,
      place: row.place,
      isWilling: row.isWilling,
      hasLeft: row.hasLeft,
      wasSkipped: row.wasSkipped,
      wasSetToNone: row.wasSetToNone,
      offer: offer ? { tickets: offer.tickets, until: offer.untilAt / 1000 } : null,
    }
  })
  const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1)
  expect(inDatabase.sort(byCode)).toEqual([...replayed.after.people.values()].sort(byCode))
  return { lines, log, ...replayed }
}
