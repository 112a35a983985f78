import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { rollHashOf } from '#app/allocation/roll.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { issueToken } from '#app/models/sign-in/links/token.server.ts'
import { crowdedEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { rolls } from '#db/schema.ts'
import { addressOf, builtRoutes } from './routes.ts'
import { createPerson, testSite } from './site.ts'

/** Bytes as sent, of a page with its styles, and of the optional script. */
const MOST = { page: 14 * 1024, script: 5 * 1024 }

const site = testSite({
  seed: async () => {
    const member = await createPerson()
    const ownerId = (await createPerson({ role: 'organizer' })).id
    const drawn = await crowdedEvent(1500)
    // Closed and reopened more often than anybody does.
    await write(Array.from({ length: 15 }, (_, at) => withdrawnRoll(drawn.event.id, at + 1)))
    await makeDraw(drawn.event.id, 1, drawn.viewer)
    // As many open events as anybody has at once, and one that many asked for.
    const events = await Promise.all(Array.from({ length: 12 }, () => createEvent({ ownerId })))
    const eventId = events[0]?.id ?? ''
    await createRequest({ eventId, userId: member.id })
    for (let asked = 0; asked < 40; asked += 1) await createRequest({ eventId })
    const { token, steps } = issueToken('sign-in', member.id)
    await write(steps)
    return { member, token, eventId, drawnId: drawn.event.id }
  },
})

function withdrawnRoll(eventId: string, number: number) {
  const roll = `${number}|2,1|1|0\n`
  const times = { frozenAt: Date.now() - 60_000, supersededAt: Date.now() }
  const order = 'draw' as const
  return db()
    .insert(rolls)
    .values({ eventId, number, roll, rollHash: rollHashOf(roll), order, ...times })
}

const routes = (await builtRoutes()).filter(({ hasPage }) => hasPage)
const sizeOf = (text: string) => gzipSync(text).length

test('every page that a member sees is small, with its styles and with the script', async () => {
  const { member, token, eventId, drawnId } = site().seeded
  const weighed: [string, number][] = []
  for (const route of routes) {
    const params = { eventId: route.path.includes('draws') ? drawnId : eventId, number: '1', token }
    const others = {
      requestId: 'none',
      mailId: 'none',
      userId: 'none',
      code: 'none',
      offerId: 'none',
    }
    const address = addressOf(route, { ...params, ...others })
    for (const visitor of [site().as(member), site().visitor()]) {
      const { status, text } = await visitor.send(address)
      if (status !== 200) continue
      const [styles, script] = await Promise.all(
        [/href="(\/assets\/[^"]+\.css)"/, /src="(\/assets\/[^"]+\.js)"/].map(async link => {
          const file = link.exec(text)?.[1]
          return file ? sizeOf((await site().visitor().send(file)).text) : 0
        }),
      )
      expect(script, address).toBeLessThanOrEqual(MOST.script)
      weighed.push([address, sizeOf(text) + (styles ?? 0)])
    }
  }
  expect(weighed.length).toBeGreaterThan(15)
  expect(weighed.filter(([, bytes]) => bytes > MOST.page)).toEqual([])
})
