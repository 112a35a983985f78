import {
  chmodSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeFolder } from './folder.ts'
import { filesOfBackups, filesOfDatabase, makePrivateFile, tighten } from './private-files.ts'

// The system refuses and ignores changes of modes in ways that root never meets.
vi.mock('node:fs', async original => {
  const fs = await original<typeof import('node:fs')>()
  return { ...fs, chmodSync: vi.fn(fs.chmodSync) }
})

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-private-'))
  file = path.join(folder, 'tickets.db')
})
afterEach(() => {
  vi.mocked(chmodSync).mockReset()
  rmSync(folder, { recursive: true, force: true })
})

const modeOf = (target: string) => (statSync(target).mode & 0o777).toString(8)
const put = (name: string, mode = 0o644) => {
  writeFileSync(path.join(folder, name), 'x', { mode })
  return path.join(folder, name)
}

test('makes files and folders for their owner alone, and leaves existing ones unchanged', () => {
  makeFolder(path.join(folder, 'a/b'))
  makePrivateFile(path.join(folder, 'a/b/new'))
  expect(['a', 'a/b', 'a/b/new'].map(each => modeOf(path.join(folder, each)))).toEqual([
    '700',
    '700',
    '600',
  ])
  const there = put('there')
  makePrivateFile(there)
  expect(statSync(there).size).toBe(1)
  makePrivateFile(path.join(folder, 'missing/file'))
  expect(existsSync(path.join(folder, 'missing'))).toBe(false)
})

test('removes the permissions of others, even through a link', () => {
  put('tickets.db', 0o666)
  symlinkSync(file, path.join(folder, 'link.db'))
  expect(tighten(path.join(folder, 'link.db'))).toBeUndefined()
  expect(modeOf(file)).toBe('600')
  expect(tighten(path.join(folder, 'missing'))).toBeUndefined()
})

test('reports a file that it cannot restrict', () => {
  put('tickets.db')
  vi.mocked(chmodSync).mockImplementationOnce(() => undefined)
  expect(tighten(file)).toEqual({ path: file, mode: '644', why: 'no modes' })
  vi.mocked(chmodSync).mockImplementationOnce(() => {
    throw new Error('EPERM')
  })
  expect(tighten(file)).toEqual({ path: file, mode: '644', why: 'not ours' })
})

test('finds the files of a database, and backups', () => {
  const ours = ['', '-wal', '-shm', '.lock', '.lock-journal', '.restoring', '.restoring-work.part']
  const moved = ['.replaced-2026-03-01T04-05-06-789Z', '.replaced-2026-03-01T04-05-06-789Z-wal']
  const names = [...ours, ...moved].map(ending => `tickets.db${ending}`)
  for (const name of [...names, 'tickets.db.txt', 'other.db', 'tickets.dbx']) put(name)
  expect(filesOfDatabase(file).map(each => path.basename(each))).toEqual(names.sort())
  const backup = 'tickets-2026-03-01T04-05-06-789Z-by-hand.db'
  for (const name of [backup, `${backup}.part`]) put(name)
  expect(filesOfBackups(folder)).toHaveLength(2)
})
