import { type Client, createClient } from '@libsql/client'
import { expect } from 'vitest'
import type { Form, Page } from '../page.ts'
import type { Site } from '../site.ts'
import type { Visitor } from '../visitor.ts'
import type { Sent } from './attacks.ts'
import type { Place, Seeded } from './forms.ts'

/** Any request may note when someone was last seen, and the links of the audit trail are added later. */
const NOT_COUNTED = ['sessions', 'audit_links']

/** Has the database count what is written to each table. */
export async function addCounters(database: string): Promise<void> {
  const client = createClient({ url: `file:${database}` })
  const { rows } = await client.execute(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  )
  const tables = rows.map(row => String(row.name)).filter(name => !NOT_COUNTED.includes(name))
  await client.batch([
    'CREATE TABLE written (name TEXT PRIMARY KEY, times INTEGER NOT NULL)',
    ...tables.flatMap(name => [
      `INSERT INTO written VALUES ('${name}', 0)`,
      ...['INSERT', 'UPDATE', 'DELETE'].map(
        how => `CREATE TRIGGER "count_${how}_${name}" AFTER ${how} ON "${name}"
          BEGIN UPDATE written SET times = times + 1 WHERE name = '${name}'; END`,
      ),
    ]),
  ])
  client.close()
}

export class Witness {
  private readonly client: Client
  private before = new Map<string, number>()

  constructor(database: string) {
    this.client = createClient({ url: `file:${database}` })
  }

  /** @returns the tables that were written to since the last look */
  async look(): Promise<string[]> {
    const { rows } = await this.client.execute('SELECT name, times FROM written')
    const now = new Map(rows.map(({ name, times }) => [String(name), Number(times)]))
    const written = [...now.keys()].filter(name => now.get(name) !== this.before.get(name))
    this.before = now
    return written
  }

  close(): void {
    this.client.close()
  }
}

/** Opens a form on a page that still offers it, whatever happened to the ones before. */
export class Desk {
  /** Where the search in the pool continues: what was used up stays used up. */
  private at = 0

  constructor(
    private readonly site: Site<Seeded>,
    readonly place: Place,
  ) {}

  visitor(): Visitor {
    const { as } = this.place
    if (as !== 'anybody') return this.site.as(this.site.seeded[as])
    return this.place.page === '/account/sessions'
      ? this.site.as(this.site.seeded.other)
      : this.site.visitor()
  }

  async variants(): Promise<{ key: string; button: number }[]> {
    this.at = 0
    const page = await this.openPage(() => true)
    const all = page.forms.filter(isAbout).flatMap(form =>
      (form.buttons.length ? form.buttons : [undefined]).map((button, index) => ({
        key: keyOf(form),
        button: index,
        what: `${keyOf(form)} ${button?.name} ${button?.name === 'sessionId' ? '' : button?.value}`,
      })),
    )
    return all.filter((each, index) => all.findIndex(({ what }) => what === each.what) === index)
  }

  async open(key: string): Promise<{ page: Page; form: Form }> {
    const page = await this.openPage(each => each.forms.some(form => keyOf(form) === key))
    const form = page.forms.find(each => keyOf(each) === key)
    if (!form) throw new Error(`no form ${key} left on ${page.url}`)
    return { page, form }
  }

  private async openPage(offers: (page: Page) => boolean): Promise<Page> {
    const pool = this.site.seeded.pools[this.place.pool]
    for (; this.at < pool.length; this.at += 1) {
      const ids = pool[this.at] ?? {}
      const path = this.place.page.replace(/:(\w+)/g, (_, name) => ids[name] ?? name)
      const page = await this.visitor().send(path)
      if (page.status === 200 && page.forms.some(isAbout) && offers(page)) return page
    }
    throw new Error(`no page ${this.place.page} of "${this.place.pool}" offers the form any more`)
  }

  rightOf(form: Form, button: number): Record<string, Sent> {
    const sent: Record<string, Sent> = {}
    for (const [name, value] of form.fields) sent[name] = [...(sent[name] ?? []), value]
    for (const [name, value] of Object.entries(this.place.right ?? {}))
      if (form.controls.some(control => control.name === name))
        sent[name] = ([] as string[]).concat(value as string | string[])
    const pressed = form.buttons[button]
    if (pressed?.name) sent[pressed.name] = [pressed.value]
    return sent
  }

  async send(
    page: Page,
    form: Form,
    button: number,
    sent: Record<string, Sent | undefined>,
  ): Promise<Page> {
    const pairs = Object.entries(sent).flatMap(([name, values = []]) => values.map(v => [name, v]))
    const target = new URL(form.buttons[button]?.action ?? form.action ?? page.url, page.url)
    const body = form.isMultipart ? new FormData() : new URLSearchParams()
    for (const [name, value] of pairs) body.append(name ?? '', value ?? '')
    return this.visitor().post(target.href, {}, { body, headers: { 'X-Forwarded-For': someone() } })
  }
}

/** Another address each time, so that the limits on tries do not answer instead of the form. */
export const someone = () => `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join('.')}`

const isAbout = (form: Form) => form.method === 'post' && form.action !== '/logout'
const keyOf = (form: Form) =>
  form.id ?? `${form.action?.split('/').at(-1) ?? ''}(${form.controls.map(c => c.name).join(' ')})`

type Told = {
  form: Form
  sent: Record<string, Sent | undefined>
  witness: Witness
  isButton?: boolean
}

/** The answer must be a page or a redirect, never a failure; a refusal has words and writes nothing. */
export async function expectRefusedOrTaken(
  what: string,
  answer: Page,
  { form, sent, witness, isButton = false }: Told,
): Promise<void> {
  const { status } = answer
  if (status < 400) return expect([what, status]).toEqual([what, expect.toBeOneOf([200, 303])])
  expect([what, status]).toEqual([what, expect.toBeOneOf([400, 404, 410, 413, 422, 429])])
  expect([what, 'changes', await witness.look()]).toEqual([what, 'changes', []])
  expect([what, 'says', answer.heading]).not.toEqual([what, 'says', ''])
  if (status !== 422) return
  expect([what, 'tells', answer.errors]).not.toEqual([what, 'tells', ''])
  // Away from its field, "too long" alone does not say what is too long.
  expect([what, answer.errors]).toEqual([
    what,
    expect.not.stringMatching(/problem (Too |Contains )/),
  ])
  // Without its button this is another form, without a place for what was typed.
  if (!isButton) expect([what, 'loses', lostOf(answer, form, sent)]).toEqual([what, 'loses', []])
}

/** The fields whose typed text is missing from the page that came back. */
function lostOf(answer: Page, form: Form, sent: Record<string, Sent | undefined>): string[] {
  const back = answer.forms.find(each => keyOf(each) === keyOf(form))
  const typed = form.controls.filter(({ type }) => /^(text|email|textarea|date|time)$/.test(type))
  return typed
    .filter(({ name }) => {
      const [value, ...more] = sent[name] ?? []
      if (value === undefined || more.length > 0 || value.trim() === '') return false
      // biome-ignore lint/suspicious/noControlCharactersInRegex: no page can carry them
      if (/[\u0000-\u001f\ufffd\ud800-\udfff]/.test(value)) return false
      return !back?.fields.some(field => field[0] === name && field[1].trim() === value.trim())
    })
    .map(({ name }) => name)
}
