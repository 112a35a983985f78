import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createPerson, openSite, type SiteOptions } from '../http/site.ts'
import { broken } from './broken/preload.ts'

const KEPT = 50
const NEW = 40

const folder = mkdtempSync(path.join(tmpdir(), 'tickets-newcomers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function answersBeforeNewcomers(options: SiteOptions<undefined>): Promise<number> {
  const seed = () => createPerson({ role: 'organizer' })
  const database = path.join(mkdtempSync(path.join(folder, 'site-')), 'tickets.db')
  const { server, seeded, as } = await openSite(database, { ...options, isRemote: false, seed })
  const headers = { cookie: as(seeded).cookieHeader() }
  const agent = new Agent({ keepAlive: true, maxSockets: KEPT })
  const ask = (by: Agent | false) =>
    new Promise<void>((resolve, reject) => {
      const asked = request(`${server.url}/events`, { agent: by, headers }, answer => {
        answer.resume().once('end', resolve)
      })
      asked.once('error', reject).end()
    })
  let answers = 0
  let isOver = false
  const keepAsking = async () => {
    for (; !isOver; answers += 1) await ask(agent)
  }
  try {
    const crowd = Array.from({ length: KEPT }, keepAsking)
    while (answers < 5 * KEPT) await new Promise(resolve => setTimeout(resolve, 10))
    const before = answers
    await Promise.all(Array.from({ length: NEW }, () => ask(false)))
    const meanwhile = answers - before
    isOver = true
    await Promise.all(crowd)
    return meanwhile
  } finally {
    agent.destroy()
    await server.stop()
  }
}

test.each(['deno', 'node'] as const)(
  'who connects is answered in turn, whoever is there already: %s',
  async runtime => {
    const answers = await answersBeforeNewcomers({ runtime })
    expect(answers).toBeLessThan(10 * KEPT)
  },
)

test('(control) without turns everybody who is there goes first, each time', async () => {
  const answers = await answersBeforeNewcomers({ runtime: 'node', env: broken('no-turns') })
  expect(answers).toBeGreaterThan(10 * KEPT)
})
