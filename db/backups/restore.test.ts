import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { finishRestore, isRestoreUnfinished, pathOfReady } from './restore.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-restore-'))
  file = path.join(folder, 'tickets.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
const texts = () =>
  Object.fromEntries(
    readdirSync(folder).map(name => [
      name.replace(/\d{4}-\d\d-\d\dT[\d-]+Z/, 'WHEN'),
      readFileSync(path.join(folder, name), 'utf8'),
    ]),
  )

function old(): void {
  put('tickets.db', 'old')
  put('tickets.db-wal', 'old wal')
  put('tickets.db-shm', 'old shm')
  put('tickets.db.restoring', 'new')
}
const DONE = {
  'tickets.db': 'new',
  'tickets.db.replaced-WHEN': 'old',
  'tickets.db.replaced-WHEN-wal': 'old wal',
}

test('the old database moves aside with its log, and leaves nothing beside the new one', () => {
  old()
  expect(isRestoreUnfinished(file)).toBe(true)
  expect(finishRestore(file)).toMatch(/tickets\.db\.replaced-\d{4}-/)
  expect(texts()).toEqual(DONE)
  expect(isRestoreUnfinished(file)).toBe(false)
})

test('without an old database there is nothing to keep', () => {
  put('tickets.db.restoring', 'new')
  expect(finishRestore(file)).toBeUndefined()
  expect(texts()).toEqual({ 'tickets.db': 'new' })
})

test('a repeated restore never overwrites what the first attempt moved aside', () => {
  old()
  finishRestoreUntilDatabaseIsAside()
  put('tickets.db', 'made by somebody meanwhile')
  finishRestore(file)
  expect(texts()).toEqual({
    ...DONE,
    'tickets.db.replaced-WHEN-2': 'made by somebody meanwhile',
  })
})

function finishRestoreUntilDatabaseIsAside(): void {
  const ready = readFileSync(pathOfReady(file))
  const times = path.join(folder, 'kept')
  finishRestore(file)
  // Back to the moment before the last step: the ready file with its time, which names what is aside.
  renameSync(file, times)
  expect(readFileSync(times)).toEqual(ready)
  renameSync(times, pathOfReady(file))
  expect(existsSync(file)).toBe(false)
}
