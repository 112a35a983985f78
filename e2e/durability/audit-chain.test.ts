import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { fillDatabase } from '../fill-database.ts'
import { createPerson, type Person, signedIn } from '../http/person.ts'
import { Visitor } from '../http/visitor.ts'
import { type RunningServer, type Runtime, startServer } from '../server.ts'
import { TEST_ENV } from '../test-env.ts'
import { askShell, withCopy } from './shell.ts'

let folder = ''
let database = ''
let admin: Person
const servers: RunningServer[] = []
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-chain-'))
  database = path.join(folder, 'tickets.db')
  overrideSettings(readSettings(TEST_ENV))
  admin = await fillDatabase(database, () => createPerson({ role: 'admin' }))
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.stop('SIGKILL')))
  rmSync(folder, { recursive: true, force: true })
})

async function start(runtime: Runtime): Promise<RunningServer> {
  const server = await startServer({ runtime, database })
  servers.push(server)
  return server
}

/** Reads the file itself, and shares no code with the server. */
const inFile = () =>
  withCopy(database, copy => {
    const [found] = askShell(
      copy,
      `SELECT (SELECT max(id) FROM audit_entries) AS entries, (SELECT count(*) FROM audit_links) AS links,
        (SELECT hash FROM audit_links ORDER BY entry_id DESC LIMIT 1) AS hash`,
    )
    return { entries: Number(found?.entries), links: Number(found?.links), hash: found?.hash }
  })

const rename = (server: RunningServer, version: number) =>
  signedIn(new Visitor(server.url), admin).post('/account', {
    name: `Ada ${version}`,
    version: String(version),
  })

describe.each(['node', 'deno'] as const)('on %s', runtime => {
  test('killed between an entry and its link, the next start makes the chain whole', async () => {
    let version = 1
    let left = { entries: 0, links: 0 }
    // A link may be written just before the kill; then try once more.
    do {
      const server = await start(runtime)
      const answers = [await rename(server, version), await rename(server, version + 1)]
      expect(answers.map(answer => answer.status)).toEqual([303, 303])
      version += 2
      await server.stop('SIGKILL')
      left = inFile()
    } while (left.links === left.entries)
    expect(left.entries).toBeGreaterThanOrEqual(version - 1)

    const server = await start(runtime)
    const visitor = signedIn(new Visitor(server.url), admin)
    let page = await visitor.get('/admin/audit')
    while (!page.words.includes('Every entry has been sealed'))
      page = await visitor.get('/admin/audit')
    page = await visitor.submit(page, { button: 'Check now' })
    expect(page.words).toContain(`✓ The trail is unchanged up to entry ${left.entries}`)
  })

  test('an orderly stop leaves nothing without a link, and tells the log the head', async () => {
    const server = await start(runtime)
    expect((await rename(server, 1)).status).toBe(303)
    expect(await server.stop()).toBe(0)
    const { entries, links, hash } = inFile()
    expect(links).toBe(entries)
    const said = server.output().trim().split('\n').at(-1)
    expect(said).toContain(`"entry":${entries},"hash":"${hash}","msg":"audit chain"`)
  })
})
