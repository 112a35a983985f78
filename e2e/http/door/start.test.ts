import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeInstallation } from '../../installation.ts'
import { defaultRuntime, startServer } from '../../server.ts'

let app: ReturnType<typeof makeInstallation>
beforeAll(() => {
  app = makeInstallation()
})
afterEach(() => app.clear())
afterAll(() => app.remove())

const KEY = 'a key that nobody knows, 0123456789'
const isDeno = defaultRuntime() === 'deno'
const linesOf = (text: string) => text.split('\n').filter(line => line !== '')

/** A start that must fail: it prints its one line and nothing else. */
async function refusalOf(env: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await app.start(env)
  const lines = linesOf(stderr)
  expect({ code, lines: lines.length }, stderr).toEqual({ code: 1, lines: 1 })
  for (const line of linesOf(stdout)) expect(() => JSON.parse(line)).not.toThrow()
  return lines[0]?.replace('Cannot start: ', '') ?? ''
}

describe('a setting that is wrong ends the start with one line:', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'an address of another machine',
      { HOST: '192.0.2.1' },
      /^HOST: 192\.0\.2\.1 is not an address of this/,
    ],
    [
      'a host that nobody knows',
      { HOST: 'tickets.invalid' },
      /^HOST: tickets\.invalid is not an address of/,
    ],
    [
      'a database where nothing can be',
      { DATABASE: '/proc/nope/a/x.db' },
      /^DATABASE: the folder \/proc\/nope\/a cannot be made: /,
    ],
    [
      'a database that is something else',
      { DATABASE: './package.json' },
      /^DATABASE: .*package\.json is not a database/,
    ],
    [
      'backups where nothing can be',
      { BACKUP_DIR: '/proc/nope/a' },
      /^BACKUP_DIR: the folder \/proc\/nope\/a cannot be made: /,
    ],
    [
      'a key file where nothing can be',
      { SECRET_KEY_FILE: '/proc/nope/a/key' },
      /^SECRET_KEY_FILE: the folder \/proc\/nope\/a cannot be made: /,
    ],
    [
      'a key that everybody knows',
      { SECRET_KEY: 'dev-secret-key-only-for-this-machine' },
      /^SECRET_KEY: this value is publicly known/,
    ],
  ])('%s', async (_, env, words) => {
    expect(await refusalOf(env)).toMatch(words)
  })

  test('a port that another program has', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    const line = await refusalOf({ PORT: String(port) })
    other.close()
    expect(line).toBe(`PORT: another program listens on ${port} already`)
  })

  test('a key file with nothing in it', async () => {
    mkdirSync(app.file('data'))
    writeFileSync(app.file('data/secret-key'), '')
    expect(await refusalOf({})).toMatch(/^DATABASE: data\/secret-key cannot be read: it is empty/)
  })

  test('a database in a file', async () => {
    mkdirSync(app.file('data'))
    writeFileSync(app.file('data/file'), '')
    expect(await refusalOf({ DATABASE: './data/file/tickets.db' })).toMatch(
      /^DATABASE: the folder .*file cannot be made: a file has this name/,
    )
  })

  test('a database that is a folder', async () => {
    mkdirSync(app.file('data/tickets.db'), { recursive: true })
    expect(await refusalOf({})).toMatch(/^DATABASE: .*tickets\.db is a folder and must be a file/)
  })

  test('a comma in a path, which Deno cannot be given', async () => {
    const env = { DATABASE: app.file('a,b/tickets.db') }
    if (isDeno)
      expect(await refusalOf(env)).toMatch(/^DATABASE: Deno cannot use a path with a comma /)
    else expect(await app.start(env)).toMatchObject({ code: 0 })
  })
})

describe('.env', () => {
  test('with a byte order mark, Windows line ends, quotes and comments is read whole', async () => {
    const lines = [
      `SECRET_KEY="${KEY}" # mine`,
      "APP_NAME='Club # 1'",
      'MAIL_ENABLED=False # not yet',
      '',
    ]
    app.writeEnv(`\uFEFF${lines.join('\r\n')}`)
    const { code, stderr } = await app.start()
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('Club # 1 is at')
    expect(existsSync(app.file('data/secret-key'))).toBe(false)
  })

  test('has a line for each of its settings that cannot be read', async () => {
    app.writeEnv('PORT 5000\nAPP_NAME=Club #1\nAPP_NAME="open\n')
    const { code, stderr } = await app.start()
    expect(code).toBe(1)
    expect(linesOf(stderr)).toEqual([
      'Cannot start: .env, line 1: must be NAME=value; quote a value with # in it',
      'Cannot start: .env, line 3: must be NAME=value; quote a value with # in it',
    ])
  })
})

describe('the first start', () => {
  test('without any setting keeps data and a key in a folder of their own', async () => {
    const first = await app.start()
    expect(first.code).toBe(0)
    for (const line of linesOf(first.stdout)) expect(() => JSON.parse(line)).not.toThrow()
    expect(first.stdout).toMatch(/"file":"data\/secret-key","msg":"made a secret key/)
    expect(statSync(app.file('data/secret-key')).mode & 0o777).toBe(0o600)
    const key = readFileSync(app.file('data/secret-key'), 'utf8')
    expect((await app.start()).stdout).not.toContain('made a secret key')
    expect(readFileSync(app.file('data/secret-key'), 'utf8')).toBe(key)
    expect(existsSync(app.file('tickets.db'))).toBe(false)
  })

  test('after an upgrade goes on with the tickets.db that is there, and says how to move it', async () => {
    await app.start()
    for (const name of readdirSync(app.file('data')))
      renameSync(app.file('data', name), app.file(name))
    app.writeEnv('')
    const again = await app.start()
    expect(again).toMatchObject({ code: 0 })
    expect(again.stdout).toContain('stop the server, make the folder data, and move tickets.db')
    expect(again.stdout).not.toMatch(/database migrated|made a secret key/)
    expect(existsSync(app.file('data/tickets.db'))).toBe(false)
  })
})

test('pages are rendered by the production build of React, whatever NODE_ENV says', async () => {
  const env = { NODE_ENV: 'development' }
  const server = await startServer({ env, preload: 'e2e/http/door/loaded.mjs' })
  expect(await server.stop()).toBe(0)
  const loaded = /LOADED (.*)/.exec(server.output())?.[1] ?? ''
  expect(loaded).toMatch(/react-dom-server-legacy\.\w+\.production\.min\.js/)
  expect(loaded).toContain('react-jsx-runtime.production.min.js')
  expect(loaded).not.toContain('development')
})
