import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Visitor } from '../e2e/http/visitor.ts'
import { startServer } from '../e2e/server.ts'
import { gridBody, readGrid } from './forms.ts'
import { PASSWORD, type Season } from './season.ts'

type Call = { kind: 'execute' | 'batch'; statements: { sql: string; args: unknown[] }[] }
type Form = { variants: Call[][]; strangers: string[]; isSignIn: boolean }
export type Script = {
  pages: Record<string, Call[]>
  forms: Record<string, Form>
}

export async function recordApp(database: string, season: Season, env: Record<string, string>) {
  const record = path.join(path.dirname(database), 'record.jsonl')
  const server = await startServer({
    runtime: 'node',
    database,
    env: { ...env, BENCH_RECORD: record, NODE_OPTIONS: '--import ./bench/record.mjs' },
  })
  const during = async (action: () => Promise<unknown>): Promise<Call[]> => {
    writeFileSync(record, '')
    await action()
    const lines = readFileSync(record, 'utf8').split('\n').filter(Boolean)
    return lines.map(line => JSON.parse(line) as Call).filter(isOfRequest)
  }
  const script: Script = { pages: {}, forms: {} }
  for (const { address, cookie } of pagesOf(season)) {
    const visitor = visitorWith(server.url, cookie)
    await visitor.get(address)
    script.pages[address] = await during(() => visitor.get(address))
  }
  const [member] = season.members.slice(-1)
  if (!member) throw new Error('a season has members')
  const asker = visitorWith(server.url, member.cookie)
  const made = await during(() => asker.post(`/events/${season.openEventId}/request`, ASK))
  script.forms.ask = formOf([made], season)
  const signedIn = await during(() =>
    new Visitor(server.url).post('/login', { email: member.email, password: PASSWORD }),
  )
  script.forms['sign-in'] = { ...formOf([signedIn], season), isSignIn: true }
  const saved: Call[][] = []
  const organizer = visitorWith(server.url, season.organizer.cookie)
  for (const amount of ['2', '1']) {
    const grid = await readGrid(organizer, season.closedEventId)
    const body = gridBody(grid, amount)
    saved.push(await during(() => organizer.post(grid.url, {}, { body })))
  }
  script.forms.grid = formOf(saved, season)
  await server.stop()
  return { script, recordedMember: member }
}

/** Leaves out the timer that links audit entries during the recording. */
function isOfRequest({ statements }: Call): boolean {
  return !statements.some(({ sql }) => /audit_links/.test(sql))
}

export const ASK = { sizes: ['2', '1'], note: '', version: '0' }

export function pagesOf(season: Season) {
  const { organizer, openEventId, closedEventId, largeEventId, decidedEventId } = season
  const cookie = season.members[0]?.cookie
  return [
    { name: 'login', address: '/login', cookie: undefined },
    { name: 'events', address: '/events', cookie },
    { name: 'event', address: `/events/${openEventId}`, cookie },
    { name: 'my request', address: `/events/${openEventId}/request`, cookie },
    { name: 'requests', address: `/events/${closedEventId}/requests`, cookie: organizer.cookie },
    { name: 'grid', address: `/events/${closedEventId}/allocation`, cookie: organizer.cookie },
    {
      name: 'grid of 5,000',
      address: `/events/${largeEventId}/allocation`,
      cookie: organizer.cookie,
    },
    { name: 'result', address: `/events/${decidedEventId}`, cookie },
    { name: 'waiting list', address: `/events/${decidedEventId}/waiting-list`, cookie },
    { name: 'line', address: `/events/${decidedEventId}/line`, cookie: organizer.cookie },
    { name: 'door', address: `/events/${decidedEventId}/door`, cookie: organizer.cookie },
    {
      name: 'who gets tickets',
      address: `/events/${decidedEventId}/recipients`,
      cookie: organizer.cookie,
    },
    { name: 'history', address: '/events/history', cookie },
  ]
}

export function visitorWith(url: string, cookie: string | undefined): Visitor {
  const visitor = new Visitor(url)
  const at = cookie?.indexOf('=') ?? -1
  if (cookie && at > 0) visitor.cookies.set(cookie.slice(0, at), cookie.slice(at + 1))
  return visitor
}

/** Finds the ids, codes and hashes that the app made up: each round needs new ones. */
function formOf(variants: Call[][], season: Season): Form {
  // Two subjects of the audit trail look like ids.
  const known = new Set([
    'allocation',
    'finalization',
    season.openEventId,
    season.closedEventId,
    season.organizer.userId,
  ])
  for (const member of season.members) known.add(member.userId)
  const writes = variants.flat().filter(call => call.kind === 'batch')
  const texts = writes.flatMap(call =>
    call.statements.flatMap(({ sql, args }) => newTexts(sql, args)),
  )
  const strangers = [...new Set(texts)].filter(text => !known.has(text))
  return { variants, strangers, isSignIn: false }
}

function newTexts(sql: string, args: unknown[]): string[] {
  if (!/^\s*insert/i.test(sql)) return []
  return args.filter(
    (arg): arg is string => typeof arg === 'string' && /^([a-z2-9]{10,24}|[\da-f]{64})$/.test(arg),
  )
}
