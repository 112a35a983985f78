import { type Client, createClient } from '@libsql/client'
import fc from 'fast-check'
import { expect } from 'vitest'
import { hashTables } from '../database.ts'
import { visitorOf } from '../rights/people.ts'
import { expected, type Role, roles, rules } from '../rights/rules.ts'
import type { Route } from '../routes.ts'
import type { Site } from '../site.ts'
import { type Answer, act } from './act.ts'
import { brokenOf, othersRows, touched } from './invariants.ts'
import { type Action, press, send } from './requests.ts'
import type { World } from './world.ts'

/** The length of a round, the actions under way at once, and the milliseconds for an answer. */
export type Pace = { actions: number; atOnce: number; patience: number }

/** Pages on which people lock themselves out; they would do little else. */
const LEAVING = ['/account/sessions', '/account/password']

/** What rounds send follows from a seed; the invariants are checked after each. */
export class Rounds {
  private readonly client: Client
  private names: string[] = []
  sent = 0
  readonly statuses: Record<string, number> = {}
  slowest = 0

  constructor(
    private readonly site: Site<World>,
    private readonly routes: Route[],
    private readonly pace: Pace,
  ) {
    this.client = createClient({ url: `file:${site.server.database}`, timeout: 5000 })
  }

  /** Collects the field names of all pages, to use them where they do not belong. */
  async learnNames(): Promise<void> {
    const found = new Set([
      'page',
      'q',
      'sort',
      'state',
      'year',
      'role',
      'returnTo',
      'by',
      'request',
    ])
    const { open, others, drawn } = this.site.seeded
    for (const { path, hasPage } of this.routes) {
      if (!hasPage) continue
      const ids: Record<string, string> = {
        ...others,
        ...(path.includes(':number') ? drawn : open),
      }
      const address = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? name)
      const page = await visitorOf(this.site, 'admin').send(address)
      for (const { name } of page.forms.flatMap(form => form.controls)) found.add(name)
    }
    this.names = [...found].sort()
  }

  /** People without the right to what they send: nothing may change. */
  async withoutRights(seed: number): Promise<void> {
    const actions = roles.flatMap((role, at) =>
      sample(
        send(this.routesOf(role, 'out'), this.names, [role]),
        Math.ceil(this.pace.actions / roles.length),
        seed + at,
      ),
    )
    const before = await hashTables(this.client, ['sessions'])
    await this.play(actions)
    expect(await hashTables(this.client, ['sessions']), 'changed by who may not').toEqual(before)
  }

  /** The control of the next: a change by an organizer is not the member's, and is seen. */
  async seesForeignChanges(): Promise<void> {
    const { member, organizer } = this.site.seeded.people
    const before = await othersRows(this.client, member.id)
    const visitor = visitorOf(this.site, 'organizer')
    await visitor.press(await visitor.get('/account'), { fields: { name: 'Somebody else' } })
    expect(touched(before, await othersRows(this.client, member.id))).toEqual([
      expect.stringMatching(`^users ${organizer.id}: .*Somebody else`),
    ])
  }

  /** One person does everything they can: other people's rows stay as they are. */
  async onlyOwn(role: 'member' | 'other organizer', seed: number): Promise<void> {
    const me = this.site.seeded.people[role].id
    const whom = [role]
    // A person who holds another's link may act as them: that is not under test here.
    const some = this.routes.filter(({ path }) => !path.includes(':token'))
    const actions = sample(
      fc.oneof(send(some, this.names, whom), press(this.pages(some), whom)),
      this.pace.actions,
      seed,
    )
    const before = await othersRows(this.client, me)
    await this.play(actions)
    expect(
      touched(before, await othersRows(this.client, me)),
      `others' rows, changed by ${role}`,
    ).toEqual([])
  }

  async everybody(seed: number): Promise<void> {
    const presses = fc.oneof(
      ...(['member', 'other member', 'organizer', 'other organizer', 'admin'] as const).map(role =>
        press(this.pages(this.routesOf(role, 'in')), [role]),
      ),
    )
    const anything = fc.oneof(
      { weight: 1, arbitrary: send(this.routes, this.names) },
      { weight: 2, arbitrary: presses },
    )
    await this.play(sample(anything, this.pace.actions, seed))
  }

  private routesOf(role: Role, way: 'in' | 'out'): Route[] {
    return this.routes.filter(route => {
      const rule = rules[route.path]
      if (rule === undefined || rule === 'anybody') return false
      const isIn = expected(rule, role, 'POST', route) === 'in'
      return way === 'in' ? isIn : !isIn
    })
  }

  /** Where forms are worth pressing; events have the most to break. */
  private pages(routes: Route[]): Route[] {
    const some = routes.filter(({ path }) => !LEAVING.includes(path))
    const aboutEvents = some.filter(({ path, hasAction }) => path.includes(':eventId') && hasAction)
    return [...some, ...aboutEvents, ...aboutEvents]
  }

  close(): void {
    this.client.close()
  }

  private async play(actions: Action[]): Promise<void> {
    const lanes = Array.from({ length: this.pace.atOnce }, async (_, lane) => {
      for (let at = lane; at < actions.length; at += this.pace.atOnce)
        for (const answer of await act(this.site, actions[at] as Action)) this.judge(answer)
    })
    await Promise.all(lanes)
    expect(await brokenOf(this.client), 'the database').toEqual([])
    const failures = this.site.server
      .output()
      .split('\n')
      .filter(line => /"level":"(error|fatal)"/.test(line))
    expect(failures, 'the log').toEqual([])
  }

  private judge({ role, asked, page, ms }: Answer): void {
    this.sent += 1
    this.slowest = Math.max(this.slowest, ms)
    const what = `${role}: ${asked.slice(0, 3000)}`
    const { status, headers, text } = page
    const kind = `${asked.split(' ')[0]} ${status}`
    this.statuses[kind] = (this.statuses[kind] ?? 0) + 1
    const isFine = status < 500 || (status === 503 && headers.has('retry-after'))
    expect({ what, status, isFine }).toEqual({ what, status, isFine: true })
    expect({ what, ms, isSlow: ms > this.pace.patience }).toEqual({ what, ms, isSlow: false })
    if (!isRefusedUnread(page))
      expect([what, headers.get('content-security-policy')]).toEqual([
        what,
        expect.stringMatching(/^default-src 'none'/),
      ])
    const isPage = headers.get('content-type')?.startsWith('text/html')
    const unsafe = isPage
      ? /<script(?![^>]* src="\/assets\/)|<img|\son(error|load|click)="|\n {4}at /.exec(text)?.[0]
      : undefined
    expect([what, unsafe]).toEqual([what, undefined])
  }
}

/** What is too long for the runtime itself never reaches the program; that answer is empty. */
const isRefusedUnread = ({ status, headers, text }: Answer['page']) =>
  [414, 431].includes(status) && text === '' && !headers.has('content-type')

const sample = <Value>(arbitrary: fc.Arbitrary<Value>, numRuns: number, seed: number) =>
  fc.sample(arbitrary, { numRuns, seed })
