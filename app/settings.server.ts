import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { sayCount } from '#app/values/count.ts'
import { beaconAddress, problemOfTestBeacon, testBeacon } from './beacon-settings.server.ts'
import { keyFromFile, newKey, problemOfKey } from './secret-key.server.ts'

const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'], 'must be true or false'))
  .transform(v => ['true', '1', 'yes', 'on'].includes(v))
const text = (most: number) =>
  z.string().max(most, `must be at most ${sayCount(most, 'character')}`)
const timeZone = z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin')

export const DEFAULT_ZONE = 'UTC'

const variables = z.object({
  HOST: z.string().default('0.0.0.0'),
  PORT: whole(0, 65_535).default(5000),
  SECRET_KEY: z.string('is needed'),
  SECRET_KEY_FILE: z.string().optional(),
  DATABASE: z.string().default(defaultDatabase),
  DATABASE_AUTH_TOKEN: z.string().optional(),
  /** For a libSQL server that acknowledges before its disk has it. */
  DATABASE_ACCEPT_NORMAL_SYNC: flag.default(false),
  BACKUP_DIR: z.string().optional(),
  /** 0: never automatically. */
  BACKUP_EVERY_HOURS: whole(0, 8760).default(24),
  BACKUP_KEEP_DAYS: whole(1, 9999).default(14),
  ADMIN_PASSWORD: z.string().optional(),
  APP_NAME: text(60).default('Ticket Allocation'),
  APP_URL: z
    .string()
    .refine(isOrigin, 'must be an address such as https://tickets.example.org, without a path')
    .optional(),
  /** Without it, what an admin chose decides: see `rememberZone`. */
  APP_TIME_ZONE: timeZone.default(DEFAULT_ZONE),
  MAIL_ENABLED: flag.default(false),
  AWS_REGION: z.string().default('us-east-1'),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  SES_SENDER_EMAIL: z.email('must be an email address').default('noreply@example.com'),
  SES_ENDPOINT: z.url('must be an address').optional(),
  TRUSTED_PROXIES: whole(0, 10).default(0),
  /** Where rounds of drand are fetched. */
  BEACON_URL: beaconAddress.default('https://api.drand.sh'),
  TEST_BEACON: testBeacon.optional(),
  /** bcrypt's cost: the logarithm of the rounds. */
  PASSWORD_COST: whole(4, 15).default(12),
  /** Off only for tests that drop the triggers, to show that they are needed. */
  SCHEMA_CHECK: oneOf('on', 'off').default('on'),
  LOG_LEVEL: oneOf('debug', 'info', 'warn', 'error', 'silent').default('info'),
})

export type Settings = Readonly<ReturnType<typeof readSettings>>

export class SettingsError extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('\n'))
    this.name = 'SettingsError'
  }
}

export function readSettings(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value !== '' || name === 'BEACON_URL'),
  )
  const parsed = variables.safeParse(given)
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map(i => `${String(i.path[0])}: ${i.message}`))
  }
  const problems = contradictions(parsed.data)
  if (problems.length > 0) throw new SettingsError(problems)
  const APP_URL = new URL(parsed.data.APP_URL ?? `http://localhost:${parsed.data.PORT}`).origin
  const isRemote = /^(libsql|https?):/.test(parsed.data.DATABASE)
  return {
    ...parsed.data,
    APP_URL,
    isSecure: APP_URL.startsWith('https:'),
    isRemote,
    isZoneFixed: given.APP_TIME_ZONE !== undefined,
    hasOwnZone: given.APP_TIME_ZONE !== undefined,
    newKeyFile: undefined as string | undefined,
    databaseFile: isRemote ? '' : parsed.data.DATABASE.replace(/^file:(\/\/)?/, ''),
  }
}

function contradictions(v: z.infer<typeof variables>): string[] {
  const problems: string[] = []
  const ofKey = problemOfKey(v.SECRET_KEY)
  if (ofKey) problems.push(`SECRET_KEY: ${ofKey}`)
  const ofBeacon = v.TEST_BEACON && problemOfTestBeacon(v)
  if (ofBeacon) problems.push(`TEST_BEACON: ${ofBeacon}`)
  if (v.MAIL_ENABLED && !v.AWS_ACCESS_KEY_ID)
    problems.push('AWS_ACCESS_KEY_ID: needed when MAIL_ENABLED is true')
  if (v.MAIL_ENABLED && !v.AWS_SECRET_ACCESS_KEY) {
    problems.push('AWS_SECRET_ACCESS_KEY: needed when MAIL_ENABLED is true')
  }
  if (/[?#%]/.test(v.DATABASE) && !/^\w+:/.test(v.DATABASE))
    problems.push('DATABASE: a path must not contain ?, # or %')
  if (/^~/.test(v.DATABASE))
    problems.push('DATABASE: only a shell understands ~; write the path out')
  if (/^(libsql|https?):/.test(v.DATABASE) && !URL.canParse(v.DATABASE))
    problems.push('DATABASE: is not an address')
  if (/^(?!file:|libsql:|https?:)[a-z]+:\/\//.test(v.DATABASE))
    problems.push('DATABASE: must be a path, or an address that begins with libsql: or https:')
  return problems
}

function oneOf<Word extends string>(...words: Word[]) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` })
}

function whole(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,5}$/, error)
    .transform(Number)
    .pipe(z.number().min(min, error).max(max, error))
}

/** Links, cookies and the origin check need an origin: a path after it would be ignored silently. */
function isOrigin(value: string): boolean {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return false
  const { pathname, search, hash, username } = new URL(value)
  return pathname.replace(/\/+$/, '') + search + hash + username === ''
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

let current: Settings | undefined

/** The scripts that start this process add the lines of `.env`. */
export function settings(): Settings {
  current ??= process.env.SECRET_KEY ? readSettings(process.env) : withKeyFromFile(process.env)
  return current
}

/** The first start makes a key, so that nothing must be set. */
function withKeyFromFile(env: NodeJS.ProcessEnv): Settings {
  const SECRET_KEY = newKey()
  const others = readSettings({ ...env, SECRET_KEY })
  const { SECRET_KEY_FILE, databaseFile, isRemote } = others
  if (isRemote && !SECRET_KEY_FILE)
    throw new SettingsError([
      'SECRET_KEY: is needed with a libSQL server, the same for every server on it (try: openssl rand -hex 32)',
    ])
  const keyFile = SECRET_KEY_FILE ?? path.join(path.dirname(databaseFile), 'secret-key')
  try {
    const { key, isNew } = keyFromFile(keyFile, SECRET_KEY)
    const problem = problemOfKey(key)
    if (problem) throw new Error(`the key in ${keyFile} ${problem}`)
    return { ...others, SECRET_KEY: key, newKeyFile: isNew ? keyFile : undefined }
  } catch (error) {
    const name = SECRET_KEY_FILE ? 'SECRET_KEY_FILE' : 'DATABASE'
    throw new SettingsError([`${name}: ${(error as Error).message}`])
  }
}

/** An old database beside the program stays there until somebody moves it. */
function defaultDatabase(): string {
  const isOld = existsSync('tickets.db') && !existsSync('data/tickets.db')
  return isOld ? './tickets.db' : './data/tickets.db'
}

/** A command's links must lead to the running server, not where its own environment says. */
export function leadTo(APP_URL: string): void {
  current = { ...settings(), APP_URL, isSecure: APP_URL.startsWith('https:') }
}

/** The zone that an admin chose, if any. The environment's comes first. */
export function rememberZone(zone: string | undefined): void {
  if (settings().isZoneFixed) return
  current = {
    ...settings(),
    APP_TIME_ZONE: zone ?? DEFAULT_ZONE,
    hasOwnZone: zone !== undefined,
  }
}

/** For tests only. */
export function overrideSettings(overrides: Partial<Settings>): void {
  const SECRET_KEY = process.env.SECRET_KEY || newKey()
  current ??= readSettings({ ...process.env, SECRET_KEY })
  current = { ...current, ...overrides }
}
