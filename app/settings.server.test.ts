import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readSettings, SettingsError } from './settings.server.ts'

const KEY = 'k'.repeat(32)

function problemsOf(env: Record<string, string>): string[] {
  try {
    readSettings(env)
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
  return []
}

test('without any variable everything has a value', () => {
  expect(readSettings({})).toMatchObject({
    NODE_ENV: 'development',
    HOST: '0.0.0.0',
    PORT: 5000,
    DATABASE: './tickets.db',
    APP_NAME: 'Ticket Allocation',
    APP_URL: 'http://localhost:5000',
    APP_TIME_ZONE: 'UTC',
    MAIL_ENABLED: false,
    AWS_REGION: 'us-east-1',
    SES_SENDER_EMAIL: 'noreply@example.com',
    TRUSTED_PROXIES: 0,
    LOG_LEVEL: 'info',
    isProduction: false,
    isSecure: false,
    databaseFile: './tickets.db',
  })
})

test('an empty variable counts as none, as in an .env file with blanks', () => {
  expect(readSettings({ PORT: '', APP_URL: '', MAIL_ENABLED: '' }).PORT).toBe(5000)
})

test('the address follows the port unless it is given, and loses its closing slash', () => {
  expect(readSettings({ PORT: '8080' }).APP_URL).toBe('http://localhost:8080')
  expect(readSettings({ APP_URL: 'https://Tickets.example.org/' })).toMatchObject({
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
  expect(readSettings({ DATABASE })).toMatchObject({ databaseFile, isRemote })
})

describe('each mistake is one line that names its variable', () => {
  test.each([
    ['DATABASE', 'wss://tickets.example.org', 'must be a path, or an address that begins with'],
    ['NODE_ENV', 'prod', 'must be one of production, development, test'],
    ['PORT', 'abc', 'must be a whole number from 0 to 65535'],
    ['PORT', '70000', 'must be a whole number from 0 to 65535'],
    ['PORT', '-1', 'must be a whole number from 0 to 65535'],
    ['PORT', '5000.5', 'must be a whole number from 0 to 65535'],
    ['APP_NAME', 'x'.repeat(61), 'must be 60 characters at most'],
    ['APP_URL', 'tickets.example.org', 'must be an address such as'],
    ['APP_URL', 'ftp://tickets.example.org', 'must be an address such as'],
    ['APP_URL', 'javascript:alert(1)', 'must be an address such as'],
    ['APP_URL', 'https://example.org/tickets', 'without a path'],
    ['APP_URL', 'https://me:secret@example.org', 'must be an address such as'],
    ['APP_TIME_ZONE', 'Berlin', 'must be a time zone such as Europe/Berlin'],
    ['MAIL_ENABLED', 'maybe', 'must be true or false'],
    ['SES_SENDER_EMAIL', 'tickets', 'must be a mail address'],
    ['SES_ENDPOINT', 'nowhere', 'must be an address'],
    ['TRUSTED_PROXIES', 'all', 'must be a whole number from 0 to 10'],
    ['LOG_LEVEL', 'loud', 'must be one of debug, info, warn, error, silent'],
    ['DATABASE', 'http://[', 'is not an address'],
  ])('%s=%s', (name, value, words) => {
    const problems = problemsOf({ [name]: value })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name}: `))
    expect(problems[0]).toContain(words)
  })

  test('and all of them are told at once', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'x', APP_TIME_ZONE: 'x' })
    expect(problems.map(line => line.split(':')[0]).sort()).toEqual([
      'APP_TIME_ZONE',
      'LOG_LEVEL',
      'PORT',
    ])
  })

  test('mail without the keys to send it', () => {
    expect(problemsOf({ MAIL_ENABLED: 'true' })).toEqual([
      'AWS_ACCESS_KEY_ID: needed when MAIL_ENABLED is true',
      'AWS_SECRET_ACCESS_KEY: needed when MAIL_ENABLED is true',
    ])
  })

  test('no line repeats the value of a secret', () => {
    const line = problemsOf({ NODE_ENV: 'production', SECRET_KEY: 'hunter2' }).join()
    expect(line).toContain('SECRET_KEY')
    expect(line).not.toContain('hunter2')
  })
})

describe('in production SECRET_KEY', () => {
  test.each([
    ['is needed', undefined],
    ['may not be short', 'k'.repeat(31)],
    ["may not be the documentation's", 'dev-secret-key-change-in-production-0123456789'],
    ["may not be the example's", 'your-secure-secret-key-here-0123456789abcdef'],
    ['may not be a word that everybody tries', 'changeme-changeme-changeme-changeme'],
  ])('%s', (_, SECRET_KEY) => {
    const problems = problemsOf({ NODE_ENV: 'production', ...(SECRET_KEY && { SECRET_KEY }) })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^SECRET_KEY: /)
  })

  test('is taken when it is long and nobody knows it', () => {
    expect(readSettings({ NODE_ENV: 'production', SECRET_KEY: KEY }).isProduction).toBe(true)
  })
})

describe('SECRET_KEY_FILE', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tickets-settings-'))
    vi.stubEnv('SECRET_KEY_FILE', path.join(folder, 'secret-key'))
    vi.stubEnv('SECRET_KEY', '')
    vi.resetModules()
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })

  const settingsOfNewProcess = async () => (await import('./settings.server.ts')).settings()

  test('gets a random key of its own at the first start, which later starts keep', async () => {
    const first = (await settingsOfNewProcess()).SECRET_KEY
    expect(first).toMatch(/^[\da-f]{64}$/)
    expect(readFileSync(path.join(folder, 'secret-key'), 'utf8').trim()).toBe(first)
    expect(statSync(path.join(folder, 'secret-key')).mode & 0o077).toBe(0)
    vi.resetModules()
    expect((await settingsOfNewProcess()).SECRET_KEY).toBe(first)
  })

  test('gives way to SECRET_KEY', async () => {
    vi.stubEnv('SECRET_KEY', KEY)
    expect((await settingsOfNewProcess()).SECRET_KEY).toBe(KEY)
  })
})
