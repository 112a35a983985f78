import { sql } from 'drizzle-orm'
import { afterEach, expect, test, vi } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { eventWithStandings } from '#app/testing/standings.ts'
import { db, rawClient } from '#db/client.ts'
import { standings } from '#db/schema.ts'
import { settle } from './act.server.ts'

testDatabase()
afterEach(() => vi.restoreAllMocks())

test.each(['confirmed_at = 1', 'handed_at = 1', 'came = 1'])(
  'tickets are not released where, between reading and writing, %s',
  async said => {
    const { event, people } = await eventWithStandings([{ holding: 2 }, { holding: 1 }], {
      confirmBy: Date.now() - 1000,
      releasesUnconfirmed: true,
    })
    const userId = people[0]?.userId ?? ''
    const client = rawClient()
    await client.execute({
      sql: 'INSERT OR IGNORE INTO holders (event_id, user_id) VALUES (?, ?)',
      args: [event.id, userId],
    })
    const batch = client.batch.bind(client)
    vi.spyOn(client, 'batch').mockImplementationOnce(async (...args) => {
      await client.execute({
        sql: `UPDATE holders SET ${said} WHERE event_id = ? AND user_id = ?`,
        args: [event.id, userId],
      })
      return batch(...args)
    })
    await settle(event.id)
    const rows = await db()
      .select()
      .from(standings)
      .where(sql`event_id = ${event.id}`)
      .orderBy(standings.place)
    expect(rows.map(({ holding }) => holding)).toEqual([2, 0])
  },
)
