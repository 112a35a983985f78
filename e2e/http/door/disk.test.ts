import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../server.ts'
import { rowsOf } from '../database.ts'
import { Visitor } from '../visitor.ts'

/** Nobody else may read the data, whatever the umask. */
let folder = ''
let data = ''
let umask: number
beforeAll(() => {
  umask = process.umask(0)
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-disk-'))
  // As the program that starts the server makes it.
  data = path.join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
})
afterAll(() => {
  process.umask(umask)
  rmSync(folder, { recursive: true, force: true })
})

const everything = () =>
  ['', ...readdirSync(data, { recursive: true, encoding: 'utf8' })].map(name =>
    path.join(data, name),
  )
const openToOthers = () => everything().filter(each => (statSync(each).mode & 0o077) !== 0)

async function start(): Promise<RunningServer> {
  const database = path.join(data, 'tickets.db')
  const server = await startServer({ database, env: { BACKUP_EVERY_HOURS: '1' } })
  const backups = path.join(data, 'backups')
  await expect
    .poll(() => existsSync(backups) && readdirSync(backups).some(name => name.endsWith('d.db')), {
      timeout: 30_000,
    })
    .toBe(true)
  return server
}

test('files and folders are for their owner alone, and so is a one-time link in a mail', async () => {
  const server = await start()
  const names = everything().map(each => path.basename(each))
  for (const name of [
    'tickets.db',
    'tickets.db-wal',
    'tickets.db-shm',
    'tickets.db.lock',
    'backups',
  ])
    expect(names).toContain(name)
  expect(openToOthers()).toEqual([])

  const admin = new Visitor(server.url)
  const page = await admin.get(new URL(server.setUpLink()).pathname)
  const password = 'a good long password'
  await admin.submit(page, {
    fields: { name: 'Ada', email: 'ada@example.org', password, again: password, repeat: password },
  })
  await admin.post('/forgot-password', { email: 'ada@example.org', link: 'reset-password' })
  const [mail] = await rowsOf(server.database, "SELECT id FROM mails WHERE kind = 'password-reset'")
  const shown = await admin.get(`/admin/mail/${mail?.id}`)
  const token = /\/reset-password\/([\w-]{20,})/.exec(shown.text)?.[1] ?? ''
  expect(token).not.toBe('')
  const links = await new Visitor(server.url).get(`/reset-password/${token}`)
  expect(links.status).toBe(200)
  for (const each of everything().filter(file => statSync(file).isFile()))
    expect({ each, hasToken: readFileSync(each).includes(token) }).toEqual({
      each,
      hasToken: false,
    })
  await server.stop()
  expect(openToOthers()).toEqual([])
})

test('what an older program left open is closed at the start; a folder of somebody else stays', async () => {
  for (const each of everything()) chmodSync(each, statSync(each).isDirectory() ? 0o777 : 0o666)
  const server = await start()
  expect(openToOthers()).toEqual([data])
  await server.stop()
})
