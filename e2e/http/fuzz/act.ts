import type { Form, Page } from '../page.ts'
import { visitorOf } from '../rights/people.ts'
import type { Role } from '../rights/rules.ts'
import type { Route } from '../routes.ts'
import { PASSWORD, type Site } from '../site.ts'
import type { Visitor } from '../visitor.ts'
import type { Action, Spelling } from './requests.ts'
import { changed } from './values.ts'
import type { World } from './world.ts'

/** Milliseconds. */
export type Answer = { role: Role; asked: string; page: Page; ms: number }

export async function act(site: Site<World>, action: Action): Promise<Answer[]> {
  const visitor = visitorOf(site, action.role)
  const answers: Answer[] = []
  const ask = async (asked: string, request: () => Promise<Page>) => {
    const started = performance.now()
    const page = await request().catch(error => {
      throw new Error(`no answer to ${action.role}: ${asked}: ${error.cause ?? error}`)
    })
    answers.push({ role: action.role, asked, page, ms: performance.now() - started })
    return page
  }
  if (action.does === 'send') await sendRequest(site, visitor, action, ask)
  else await pressForm(site, visitor, action, ask)
  return answers
}

type Ask = (asked: string, request: () => Promise<Page>) => Promise<Page>

async function sendRequest(
  site: Site<World>,
  visitor: Visitor,
  action: Action & { does: 'send' },
  ask: Ask,
) {
  const { method, body, headers, query, odd, spelt } = action
  const path = spell(fill(site.seeded, action.route, action.ids, odd), spelt)
  const search = query.length > 0 ? `?${new URLSearchParams(query)}` : ''
  const url = site.server.url + path + search
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const init = {
    method,
    headers: {
      Origin: site.server.url,
      ...headers,
      ...(hasBody && body.type !== undefined && { 'Content-Type': body.type }),
    },
    ...(hasBody && body.bytes.length > 0 && { body: new Uint8Array(body.bytes) }),
  }
  await ask(
    `${method} ${path}${search} ${JSON.stringify(headers)} ${hasBody ? `${body.type} ${body.bytes.toString('latin1')}` : ''}`,
    () => visitor.send(url, init),
  )
}

async function pressForm(
  site: Site<World>,
  visitor: Visitor,
  action: Action & { does: 'press' },
  ask: Ask,
) {
  const path = fill(site.seeded, action.route, action.ids, undefined)
  let page = await ask(`GET ${path}`, () => visitor.get(path))
  if (page.heading.startsWith('Sign in') && action.role !== 'anonymous') {
    await signInAgain(site, visitor, action.role, page)
    page = await ask(`GET ${path} again`, () => visitor.get(path))
  }
  const forms = page.forms.filter(form => form.action !== '/logout')
  const form = forms[action.form % Math.max(1, forms.length)]
  if (!form) return
  const data = filled(form, action)
  const button = form.buttons[action.button % Math.max(1, form.buttons.length)]
  if (button?.name) data.push([button.name, button.value])
  const target = new URL(button?.action ?? form.action ?? page.url, page.url)
  const asked = `press "${button?.text}" on ${path}: ${JSON.stringify(data)}`
  if (form.method === 'get') {
    target.search = new URLSearchParams(data).toString()
    await ask(asked, () => visitor.send(target.href))
    return
  }
  const body = form.isMultipart ? new FormData() : new URLSearchParams()
  for (const [name, value] of data) body.append(name, value)
  const answer = await ask(asked, () =>
    visitor.post(target.href, {}, { body, headers: { 'X-Forwarded-For': someone() } }),
  )
  if (answer.status === 303) await ask(`after ${asked}`, () => visitor.follow(answer))
}

/** A person whose session was ended gets a new one, from any address: the limits are not under test here. */
async function signInAgain(
  site: Site<World>,
  visitor: Visitor,
  role: Exclude<Role, 'anonymous'>,
  page: Page,
) {
  const person = site.seeded.people[role]
  const headers = { 'X-Forwarded-For': someone() }
  await visitor.post(page.url, { email: person.email, password: PASSWORD }, { headers })
  person.cookie = visitor.cookieHeader() || person.cookie
}

const someone = () => `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join('.')}`

function filled(form: Form, { changes }: Action & { does: 'press' }): [string, string][] {
  return form.controls.flatMap((control, at) => {
    const was = form.fields.filter(([name]) => name === control.name).map(([, value]) => value)
    const change = changes[at % changes.length] ?? { as: 'keep' }
    return changed(control, was, change).map((value): [string, string] => [control.name, value])
  })
}

function fill(world: World, { path }: Route, at: number, odd: string | undefined): string {
  const one = <Value>(list: Value[]) => list[at % list.length] as Value
  const ids: Record<string, string> = {
    eventId: eventOf(world, path) ?? one(world.eventIds),
    ...(path.includes(':requestId') && one(world.requests)),
    userId: one(Object.values(world.people)).id,
    number: one(['1', '1', '2', '0']),
    code: one([world.coming.code, 'nothing']),
    offerId: one([world.others.offerId, 'nothing']),
    mailId: world.others.mailId,
    token: one([world.others.token, 'nothing']),
  }
  return path.replace(/:(\w+)/g, (_, name: string) =>
    odd === undefined ? (ids[name] ?? name) : encodeURIComponent(odd.replace(/\p{Cs}/gu, '\ufffd')),
  )
}

function eventOf({ drawn, coming, held }: World, path: string): string | undefined {
  if (path.includes(':number')) return drawn.eventId
  if (path.includes(':offerId')) return held.eventId
  return path.includes('/door') ? coming.eventId : undefined
}

function spell(path: string, spelling: Spelling): string {
  if (spelling === 'slash') return `${path}/`
  if (spelling === 'slashes') return path.replaceAll('/', '//')
  if (spelling === 'capitals') return path.toUpperCase()
  if (spelling === 'escaped')
    return path.replace(/[a-z]/g, letter => `%${letter.charCodeAt(0).toString(16)}`)
  if (spelling === 'dots') return `/x/..${path}/.`
  if (spelling === 'data') return `${path}.data`
  return spelling === 'cut' ? path.slice(0, -1) : path
}
