import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { builtRoutes } from '../routes.ts'
import { openSite } from '../site.ts'
import { type Pace, Rounds } from './rounds.ts'
import { seedWorld } from './world.ts'

/** `npm run fuzz -- --minutes=60 --seed=7` sets these; the default is short, with a new seed each time. */
const MINUTES = Number(process.env.FUZZ_MINUTES ?? 0)
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
const isLong = MINUTES > 0

/** Milliseconds for an answer: 2 s, but more beside other tests or on a busy machine. */
const PATIENCE = Number(process.env.FUZZ_PATIENCE ?? (isLong ? 2000 : 10_000))
const pace: Pace = { actions: 48, atOnce: 8, patience: PATIENCE }
/** The short run ends after so many milliseconds, but not with fewer requests. */
const ENOUGH = 15_000
const LEAST = 1500
/** Rounds of each kind in one world before a new one replaces it: it wears out. */
const rounds = isLong
  ? { without: 10, own: 10, everybody: 60 }
  : { without: 6, own: 5, everybody: 16 }

test('whatever is sent: no failure, no hang, no change without a right, nothing impossible in the database', {
  timeout: (MINUTES + 3) * 60_000,
}, async () => {
  console.log(`fuzz: seed ${SEED}`)
  const deadline = Date.now() + MINUTES * 60_000
  let sent = 0
  for (let world = 0; world === 0 || Date.now() < deadline; world += 1) {
    const told = await playWorld(SEED + world * 1000, deadline)
    sent += told.sent
    console.log(
      `fuzz: world ${world}: ${sent} requests so far, the slowest in ${Math.round(told.slowest)} ms`,
    )
  }
  expect(sent).toBeGreaterThan(LEAST)
})

async function playWorld(seed: number, deadline: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-fuzz-'))
  const site = await openSite(path.join(folder, 'tickets.db'), {
    seed: seedWorld,
    env: { TRUSTED_PROXIES: '1' },
  })
  const routes = (await builtRoutes()).filter(route => route.path !== '/logout')
  const world = new Rounds(site, routes, pace)
  const started = Date.now()
  const isOver = () =>
    isLong ? Date.now() > deadline : Date.now() > started + ENOUGH && world.sent > LEAST
  try {
    await world.learnNames()
    await world.seesForeignChanges()
    for (let at = 0; at < rounds.without && !isOver(); at += 1)
      await world.withoutRights(seed + at * 10)
    for (let at = 0; at < rounds.own && !isOver(); at += 1)
      await world.onlyOwn(at % 2 === 0 ? 'member' : 'other organizer', seed + 300 + at)
    for (let at = 0; at < rounds.everybody && !isOver(); at += 1)
      await world.everybody(seed + 600 + at)
    if (isLong) console.log(JSON.stringify(world.statuses))
    return { sent: world.sent, slowest: world.slowest }
  } finally {
    world.close()
    await site.server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
