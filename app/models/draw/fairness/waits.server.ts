import { isNull } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { users } from '#db/schema.ts'
import { readAllLedgers } from './ledger.server.ts'
import { lossesOf } from './ledger.ts'

/** People in the list; the picture counts all. */
const SHOWN = 100

export async function readWaits() {
  const ledgers = await readAllLedgers()
  const active = await db()
    .select({ userId: users.id, name: users.name })
    .from(users)
    .where(isNull(users.deactivatedAt))
  const people = active
    .flatMap(person => {
      const lines = ledgers.get(person.userId)
      if (!lines) return []
      return [
        {
          ...person,
          losses: lossesOf(lines),
          asked: lines.length,
          won: lines.filter(l => l.got > 0).length,
        },
      ]
    })
    .sort((a, b) => b.losses - a.losses || b.asked - a.asked || a.name.localeCompare(b.name))
  const longest = people[0]?.losses ?? 0
  const distribution = Array.from({ length: longest + 1 }, (_, losses) => ({
    losses,
    people: people.filter(person => person.losses === losses).length,
  }))
  return { people: people.slice(0, SHOWN), more: Math.max(0, people.length - SHOWN), distribution }
}
