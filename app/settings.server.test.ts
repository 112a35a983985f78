import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readSettings, SettingsError } from './settings.server.ts'

const KEY = 'a key that nobody knows, 0123456789'
const read = (env: Record<string, string>) => readSettings({ SECRET_KEY: KEY, ...env })

function problemsOf(env: Record<string, string>): string[] {
  try {
    read(env)
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
  return []
}

test('every setting has a default', () => {
  expect(read({})).toMatchObject({
    HOST: '0.0.0.0',
    PORT: 5000,
    DATABASE: './data/tickets.db',
    APP_NAME: 'Ticket Allocation',
    APP_URL: 'http://localhost:5000',
    APP_TIME_ZONE: 'UTC',
    MAIL_ENABLED: false,
    AWS_REGION: 'us-east-1',
    SES_SENDER_EMAIL: 'noreply@example.com',
    TRUSTED_PROXIES: 0,
    BEACON_URL: 'https://api.drand.sh',
    LOG_LEVEL: 'info',
    PASSWORD_COST: 12,
    isSecure: false,
    databaseFile: './data/tickets.db',
  })
})

test('a time zone in the environment, even UTC, leaves nothing to choose', () => {
  expect(read({})).toMatchObject({ isZoneFixed: false, hasOwnZone: false })
  expect(read({ APP_TIME_ZONE: '' }).isZoneFixed).toBe(false)
  expect(read({ APP_TIME_ZONE: 'UTC' })).toMatchObject({ isZoneFixed: true, hasOwnZone: true })
})

test('an empty variable counts as unset, as in an .env file with blanks', () => {
  expect(read({ PORT: '', APP_URL: '', MAIL_ENABLED: '' }).PORT).toBe(5000)
})

test('the address follows the port unless given, and loses its final slash', () => {
  expect(read({ PORT: '8080' }).APP_URL).toBe('http://localhost:8080')
  expect(read({ APP_URL: 'https://Tickets.example.org/' })).toMatchObject({
    APP_URL: 'https://tickets.example.org',
    isSecure: true,
  })
})

test.each([
  ['tickets.db', 'tickets.db', false],
  ['/data/tickets.db', '/data/tickets.db', false],
  ['file:/data/tickets.db', '/data/tickets.db', false],
  ['file:///data/tickets.db', '/data/tickets.db', false],
  ['libsql://tickets.example.org', '', true],
  ['https://tickets.example.org', '', true],
])('DATABASE %s', (DATABASE, databaseFile, isRemote) => {
  expect(read({ DATABASE })).toMatchObject({ databaseFile, isRemote })
})

describe('each mistake is one line that names its variable', () => {
  test.each([
    ['DATABASE', 'wss://tickets.example.org', 'must be a path, or an address that begins with'],
    ['PASSWORD_COST', '3', 'must be a whole number from 4 to 15'],
    ['DATABASE', '~/tickets.db', 'only a shell understands ~'],
    ['DATABASE', './100%.db', 'must not contain ?, # or %'],
    ['PORT', 'abc', 'must be a whole number from 0 to 65535'],
    ['PORT', '70000', 'must be a whole number from 0 to 65535'],
    ['PORT', '-1', 'must be a whole number from 0 to 65535'],
    ['PORT', '5000.5', 'must be a whole number from 0 to 65535'],
    ['APP_NAME', 'x'.repeat(61), 'must be at most 60 characters'],
    ['APP_URL', 'tickets.example.org', 'must be an address such as'],
    ['APP_URL', 'ftp://tickets.example.org', 'must be an address such as'],
    ['APP_URL', 'javascript:alert(1)', 'must be an address such as'],
    ['APP_URL', 'https://example.org/tickets', 'without a path'],
    ['APP_URL', 'https://me:secret@example.org', 'must be an address such as'],
    ['APP_TIME_ZONE', 'Berlin', 'must be a time zone such as Europe/Berlin'],
    ['MAIL_ENABLED', 'maybe', 'must be true or false'],
    ['SES_SENDER_EMAIL', 'tickets', 'must be an email address'],
    ['SES_ENDPOINT', 'nowhere', 'must be an address'],
    ['BEACON_URL', 'api.drand.sh', 'must be an address such as https://api.drand.sh, or empty'],
    ['BEACON_URL', ' ', 'or empty'],
    ['BEACON_URL', 'ftp://api.drand.sh', 'must be an address'],
    ['BEACON_URL', 'https://me:secret@api.drand.sh', 'must be an address'],
    ['BEACON_URL', 'https://api.drand.sh?chain=', 'must be an address'],
    ['TRUSTED_PROXIES', 'all', 'must be a whole number from 0 to 10'],
    ['LOG_LEVEL', 'loud', 'must be one of debug, info, warn, error, silent'],
    ['DATABASE', 'http://[', 'is not an address'],
  ])('%s=%s', (name, value, words) => {
    const problems = problemsOf({ [name]: value })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name}: `))
    expect(problems[0]).toContain(words)
  })

  test('and all of them are reported at once', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'x', APP_TIME_ZONE: 'x' })
    expect(problems.map(line => line.split(':')[0]).sort()).toEqual([
      'APP_TIME_ZONE',
      'LOG_LEVEL',
      'PORT',
    ])
  })

  test.each(['True', 'TRUE', '1', 'yes', 'On'])('MAIL_ENABLED=%s is on', MAIL_ENABLED => {
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' }
    expect(read({ MAIL_ENABLED, ...keys }).MAIL_ENABLED).toBe(true)
  })

  test('mail without the keys to send it', () => {
    expect(problemsOf({ MAIL_ENABLED: 'true' })).toEqual([
      'AWS_ACCESS_KEY_ID: needed when MAIL_ENABLED is true',
      'AWS_SECRET_ACCESS_KEY: needed when MAIL_ENABLED is true',
    ])
  })

  test('no line repeats the value of a secret', () => {
    const line = problemsOf({ SECRET_KEY: 'hunter2' }).join()
    expect(line).toContain('SECRET_KEY')
    expect(line).not.toContain('hunter2')
  })
})

describe('BEACON_URL', () => {
  test('is empty when it is set to nothing, unlike other variables', () => {
    expect(read({ BEACON_URL: '' }).BEACON_URL).toBe('')
  })

  test('keeps a path and loses its final slash', () => {
    expect(read({ BEACON_URL: 'http://relay.lan:8080/drand/' }).BEACON_URL).toBe(
      'http://relay.lan:8080/drand',
    )
  })

  test('is empty in tests, so that they call nobody', () => {
    expect(readSettings(process.env).BEACON_URL).toBe('')
  })
})

describe('TEST_BEACON', () => {
  const beacon = {
    chainHash: `7e57${'0'.repeat(60)}`,
    publicKey: 'a'.repeat(192),
    ...{ periodSeconds: 1, genesis: 1_700_000_000, leastSeconds: 2 },
  }
  const here = { HOST: '127.0.0.1', BEACON_URL: '' }
  const problemsWith = (part: object, env: Record<string, string> = here) =>
    problemsOf({ TEST_BEACON: JSON.stringify({ ...beacon, ...part }), ...env })

  test('is read on a server that only this machine reaches', () => {
    const env = { ...here, TEST_BEACON: JSON.stringify(beacon) }
    expect(read(env).TEST_BEACON).toEqual(beacon)
    expect(read({}).TEST_BEACON).toBeUndefined()
    const [APP_URL, BEACON_URL] = ['http://localhost:5000', 'http://127.0.0.1:6000']
    expect(problemsWith({}, { HOST: 'localhost', APP_URL, BEACON_URL })).toEqual([])
  })

  test.each<[string, Record<string, string>]>([
    ['listens everywhere, as by default', { BEACON_URL: '' }],
    ['listens to its network', { ...here, HOST: '192.168.0.2' }],
    ['is behind a proxy', { ...here, APP_URL: 'https://tickets.example.org' }],
    ['is behind a proxy of this machine', { ...here, APP_URL: 'https://localhost' }],
    ['has another name', { ...here, APP_URL: 'http://tickets.lan:5000' }],
    ['fetches rounds from drand', { HOST: '127.0.0.1' }],
    [
      'fetches rounds from a name that only begins so',
      { ...here, BEACON_URL: 'http://localhost.example.org' },
    ],
  ])('is refused where the server %s', (_, env) => {
    const problems = problemsWith({}, env)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^TEST_BEACON: is for tests only: HOST must be 127\.0\.0\.1/)
  })

  test.each<[string, object]>([
    [
      "quicknet's chain",
      { chainHash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971' },
    ],
    ['no key', { publicKey: undefined }],
    ['no whole seconds', { periodSeconds: 0.5 }],
    ['no period', { periodSeconds: 0 }],
    ['a time in the past', { leastSeconds: -1 }],
    ['something else besides', { scheme: 'mine' }],
  ])('is refused with %s', (_, part) => {
    const problems = problemsWith(part)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^TEST_BEACON: must be JSON with chainHash/)
  })

  test.each(['yes', '[]', 'null', '{'])('is refused as %s', TEST_BEACON => {
    expect(problemsOf({ ...here, TEST_BEACON })).toHaveLength(1)
  })
})

describe('SECRET_KEY', () => {
  test.each([
    ['may not be short', 'abcdefghijklmnopqrstuvwxyz01234', 'needs at least 32 characters'],
    ['may not be one character over and over', 'k'.repeat(64), 'easy to guess'],
    [
      'may not be what was the default once',
      'dev-secret-key-only-for-this-machine',
      'publicly known',
    ],
    ["may not be the documentation's", 'dev-secret-key-change-in-production-01', 'publicly known'],
    ["may not be the example's", 'your-secure-secret-key-here-0123456789', 'publicly known'],
    ['may not be what everybody tries', 'changeme-changeme-changeme-changeme', 'publicly known'],
  ])('%s', (_, SECRET_KEY, words) => {
    const problems = problemsOf({ SECRET_KEY })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^SECRET_KEY: /)
    expect(problems[0]).toContain(words)
  })

  test('is accepted when it is long and not publicly known', () => {
    expect(readSettings({ SECRET_KEY: KEY }).SECRET_KEY).toBe(KEY)
  })
})

describe('without SECRET_KEY', () => {
  let folder = ''
  const file = () => path.join(folder, 'new/secret-key')
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tickets-settings-'))
    vi.stubEnv('DATABASE', path.join(folder, 'new/tickets.db'))
    vi.stubEnv('SECRET_KEY', '')
    vi.resetModules()
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })

  const settingsOfNewProcess = async () => (await import('./settings.server.ts')).settings()
  const refusal = () => settingsOfNewProcess().catch((error: Error) => error.message)

  test('the first start makes a random key beside the database, and keeps it', async () => {
    const { SECRET_KEY, newKeyFile } = await settingsOfNewProcess()
    expect(SECRET_KEY).toMatch(/^[\da-f]{64}$/)
    expect(newKeyFile).toBe(file())
    expect(readFileSync(file(), 'utf8').trim()).toBe(SECRET_KEY)
    expect(statSync(file()).mode & 0o077).toBe(0)
    vi.resetModules()
    expect(await settingsOfNewProcess()).toMatchObject({ SECRET_KEY, newKeyFile: undefined })
  })

  test('SECRET_KEY_FILE puts it elsewhere', async () => {
    vi.stubEnv('SECRET_KEY_FILE', path.join(folder, 'keys/mine'))
    expect((await settingsOfNewProcess()).newKeyFile).toBe(path.join(folder, 'keys/mine'))
  })

  test('SECRET_KEY overrides the file', async () => {
    vi.stubEnv('SECRET_KEY', KEY)
    expect((await settingsOfNewProcess()).SECRET_KEY).toBe(KEY)
    expect(existsSync(file())).toBe(false)
  })

  test.each([
    ['', /secret-key cannot be read: it is empty$/],
    ['short\n', /the key in .*secret-key needs at least 32 characters/],
    ['dev-secret-key-only-for-this-machine\n', /the key in .*secret-key .* publicly known/],
  ])('a file that holds %j is refused in words', async (text, words) => {
    mkdirSync(path.dirname(file()))
    writeFileSync(file(), text)
    expect(await refusal()).toMatch(words)
  })

  test('a libSQL server needs SECRET_KEY set, since its servers share it', async () => {
    vi.stubEnv('DATABASE', 'libsql://tickets.example.org')
    expect(await refusal()).toMatch(/^SECRET_KEY: is needed with a libSQL server/)
  })

  test('makes no file while another setting is wrong', async () => {
    vi.stubEnv('PORT', 'x')
    expect(await refusal()).toMatch(/^PORT: /)
    expect(existsSync(file())).toBe(false)
  })
})
