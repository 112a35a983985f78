import { expect, test } from 'vitest'
import { parseEnv } from './environment.mjs'
import { dataPlaces, denoCommand } from './sandbox.mjs'
import { countTests } from './testing/test-counts.mjs'

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
  expect(args).toContain('--allow-read=build,/data')
  expect(args.join(' ')).not.toContain('$')
})

test('without a data folder it may write nowhere', () => {
  const [, args] = denoCommand([])
  expect(args).toContain('--allow-read=build')
  expect(args.join(' ')).not.toContain('--allow-write')
})

test.each([
  [{}, ['./data']],
  [{ DATABASE: '/data/tickets.db' }, ['/data']],
  [{ DATABASE: 'file:/data/tickets.db', BACKUP_DIR: '/backups' }, ['/data', '/backups']],
  [{ DATABASE: '/data/tickets.db', SECRET_KEY_FILE: '/data/secret-key' }, ['/data']],
  [{ DATABASE: 'libsql://tickets.example.org', BACKUP_DIR: '.' }, []],
  [{ DATABASE: '/not/there/tickets.db' }, ['/not']],
])('the places of %j are %j', (env, places) => {
  expect(dataPlaces(env)).toEqual(places)
})

test('beside the program it may write only the files of the database', () => {
  const places = dataPlaces({ DATABASE: './tickets.db' })
  expect(places).toEqual(expect.arrayContaining(['./tickets.db', './tickets.db.lock', 'backups']))
  expect(places).not.toContain('.')
})

test.each([
  [{ DATABASE: './app/tickets.db' }, 'DATABASE: ./app holds the program'],
  [{ DATABASE: '.git/tickets.db' }, 'DATABASE: .git holds the program'],
  [{ BACKUP_DIR: '.' }, 'BACKUP_DIR: . holds the program'],
  [{ BACKUP_DIR: '..' }, 'BACKUP_DIR: .. holds the program'],
  [{ SECRET_KEY_FILE: 'node_modules/.bin/key' }, 'SECRET_KEY_FILE: node_modules/.bin holds the'],
  [{ DATABASE: '/a,b/tickets.db' }, 'DATABASE: Deno cannot use a path with a comma'],
])('%j is refused', (env, words) => {
  expect(() => dataPlaces(env)).toThrow(words)
})

test('an ambiguous line of .env is refused, with its number', () => {
  const text =
    '\uFEFFA="x # y" # z\r\n export B = two words # no\r\n\r\n# c\r\nC=\r\nD=a#b\r\nE "x"\r\nF=\'it"s\''
  expect(parseEnv(text)).toEqual({
    variables: { A: 'x # y', B: 'two words', C: '', F: 'it"s' },
    problems: [
      '.env, line 6: must be NAME=value; quote a value with # in it',
      '.env, line 7: must be NAME=value; quote a value with # in it',
    ],
  })
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

test('a runner without a summary has no counts', () => {
  expect(countTests('Checked 3 files')).toBeUndefined()
})
