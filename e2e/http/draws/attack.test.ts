import { expect, test } from 'vitest'
import { testSite } from '../site.ts'
import { HONEST, mostMemoryOf, OTHER_SHAPES, TABLES } from './attack.ts'

/** Told apart by network, as behind a proxy. */
const site = testSite({ env: { TRUSTED_PROXIES: '1' } })

/** `ATTACK_POSTS=200` runs the whole attack. */
const POSTS = Number(process.env.ATTACK_POSTS ?? 12)
/** In MB, of which some 40 are mapped files: a container of 512 MB counted 402 when this said 438. */
const MOST_MEMORY = 460

async function check(document: string, network: string) {
  const { url } = site().server
  const body = new FormData()
  body.append('document', document)
  const answer = await fetch(`${url}/verify`, {
    method: 'POST',
    body,
    headers: { Origin: url, 'X-Forwarded-For': network },
  })
  return { status: answer.status, text: await answer.text() }
}

/** So many posts over six connections; a post that finds no place is repeated, as an attacker would. */
async function attack(documents: string[], posts: number, fromNetwork: (i: number) => string) {
  let next = 0
  const statuses: number[] = []
  const connections = Array.from({ length: 6 }, async () => {
    for (let i = next++; i < posts; i = next++) {
      const { status } = await check(documents[i % documents.length] as string, fromNetwork(i))
      statuses.push(status)
    }
  })
  await Promise.all(connections)
  return statuses
}

test.each([
  ['from one network', () => '203.0.113.1'],
  ['from many', (i: number) => `203.0.113.${i}`],
])(
  'documents that take long, %s, end neither the server nor the turn of others',
  async (_, from) => {
    let isOver = false
    const flood = attack([...TABLES, ...OTHER_SHAPES], POSTS, from).finally(() => (isOver = true))
    const honest: number[] = []
    while (!isOver) {
      honest.push((await check(HONEST, '198.51.100.7')).status)
      expect((await fetch(`${site().server.url}/healthz`)).status).toBe(200)
    }
    const statuses = await flood
    expect(statuses).toHaveLength(POSTS)
    for (const status of statuses) expect([200, 413, 422, 503]).toContain(status)
    expect(honest).toContain(200)
    expect((await check(HONEST, '198.51.100.7')).text).toContain('Every step holds')
    const most = mostMemoryOf(site().server.pid)
    if (process.env.ATTACK_POSTS) console.info(`${POSTS} posts: ${Math.round(most)} MB at most`)
    expect(most).toBeLessThan(MOST_MEMORY)
  },
  600_000,
)
