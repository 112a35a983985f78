import { expect, test } from 'vitest'
import { dataFolders, denoCommand } from './serve.mjs'
import { countTests } from './test-counts.mjs'

test('Deno gets no permission that the server does not need', () => {
  const [, args] = denoCommand(['/data'])
  const allowed = args.filter(word => /^--allow|^-A/.test(word))
  expect(allowed.map(word => word.split('=')[0])).toEqual([
    '--allow-env',
    '--allow-sys',
    '--allow-net',
    '--allow-ffi',
    '--allow-read',
    '--allow-write',
  ])
  expect(args).toContain('--no-prompt')
  expect(args).toContain('--allow-ffi=node_modules/@libsql')
  expect(args).toContain('--allow-write=/data')
  expect(args).toContain('--allow-read=build,.env,/data')
  expect(args.join(' ')).not.toContain('$')
})

test.each([
  [{}, ['.']],
  [{ DATABASE: '/data/tickets.db' }, ['/data']],
  [{ DATABASE: 'file:/data/tickets.db', BACKUP_DIR: '/backups' }, ['/data', '/backups']],
  [{ DATABASE: '/data/tickets.db', SECRET_KEY_FILE: '/data/secret-key' }, ['/data']],
  [{ DATABASE: 'libsql://tickets.example.org' }, []],
])('the folders of %j are %j', (env, folders) => {
  expect(dataFolders(env)).toEqual(folders)
})

test('a comma in a folder does not make two of it', () => {
  expect(denoCommand(['/a,b'])[1]).toContain('--allow-write=/a,,b')
})

test.each([
  [
    ' Test Files  1 failed | 2 passed (3)\n      Tests  1 failed | 20 passed | 3 skipped (24)\n',
    20,
    1,
  ],
  ['      Tests  87 passed (87)', 87, 0],
  ['  2 failed\n    [phone] › a.spec.ts\n  1 flaky\n  3 did not run\n  18 passed (1.2m)\n', 19, 5],
])('the counts of a runner are read', (output, passed, failed) => {
  expect(countTests(output)).toEqual({ passed, failed })
})

test('a runner without closing lines has no counts', () => {
  expect(countTests('Checked 3 files')).toBeUndefined()
})
