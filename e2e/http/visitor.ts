import { type Form, Page } from './page.ts'

export type Fields = Record<string, string | string[] | File | undefined>

/** As a form in another window: without this form's key, its press is no repeat. */
export const IN_ANOTHER_WINDOW = { 'form-key': undefined }

/** Acts like a browser without JavaScript: keeps cookies, follows links and redirects, fills in forms. */
export class Visitor {
  readonly cookies = new Map<string, string>()

  /** @param ownOrigin APP_URL, where it differs from where the server listens. */
  constructor(
    readonly origin: string,
    readonly ownOrigin = origin,
  ) {}

  /** Does not follow redirects. */
  async send(path: string, init: RequestInit = {}): Promise<Page> {
    const headers = new Headers(init.headers)
    if (this.cookies.size > 0 && !headers.has('cookie')) headers.set('Cookie', this.cookieHeader())
    const url = new URL(path, this.origin).href
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) this.keepCookie(line)
    return new Page(url, answer.status, answer.headers, await answer.text())
  }

  async get(path: string): Promise<Page> {
    return this.follow(await this.send(path))
  }

  /** Posts a form as a browser does from one of our pages; does not follow redirects. */
  async post(path: string, fields: Fields | FormData = {}, init: RequestInit = {}): Promise<Page> {
    const headers = new Headers(init.headers)
    if (!headers.has('origin')) headers.set('Origin', this.ownOrigin)
    const body = fields instanceof FormData ? fields : new URLSearchParams(listOf(fields))
    return this.send(path, { method: 'POST', body, ...init, headers })
  }

  async follow(page: Page): Promise<Page> {
    let current = page
    for (let hops = 0; hops < 10; hops += 1) {
      const location = current.headers.get('location')
      if (current.status < 300 || current.status >= 400 || !location) return current
      current = await this.send(new URL(location, current.url).href)
    }
    throw new Error(`redirected in circles from ${page.url}`)
  }

  /**
   * Fills in a form and presses a button of it (the first by default). Other fields keep what the page says;
   * undefined takes a field out. Does not follow redirects.
   */
  async press(
    page: Page,
    options: { form?: string; button?: string; fields?: Fields } = {},
  ): Promise<Page> {
    const form = page.form(options.form ?? options.button)
    const button = options.button
      ? form.buttons.find(({ text }) => text === options.button)
      : form.buttons[0]
    if (options.button && !button) throw new Error(`no button "${options.button}" on ${page.url}`)
    const data = fill(form, options.fields ?? {})
    if (button?.name) data.append(button.name, button.value)
    const target = new URL(button?.action ?? form.action ?? page.url, page.url)
    if (form.method === 'get') {
      target.search = new URLSearchParams(textOf(data)).toString()
      return this.send(target.href)
    }
    if (form.isMultipart) return this.post(target.href, data)
    return this.post(target.href, {}, { body: new URLSearchParams(textOf(data)) })
  }

  async submit(
    page: Page,
    options: { form?: string; button?: string; fields?: Fields } = {},
  ): Promise<Page> {
    return this.follow(await this.press(page, options))
  }

  async signIn(email: string, password: string, fields: Fields = {}): Promise<Page> {
    const page = await this.get('/login')
    return this.submit(page, { form: 'sign-in', fields: { email, password, ...fields } })
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  private keepCookie(line: string): void {
    const [pair = '', ...rest] = line.split(';')
    const at = pair.indexOf('=')
    const isOver = rest.some(each => /^\s*max-age=0\s*$/i.test(each))
    if (isOver) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

function fill(form: Form, fields: Fields): FormData {
  const data = new FormData()
  for (const [name, value] of form.fields) if (!(name in fields)) data.append(name, value)
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    for (const each of Array.isArray(value) ? value : [value]) data.append(name, each)
  }
  return data
}

function textOf(data: FormData): [string, string][] {
  return [...data].map(([name, value]) => [name, typeof value === 'string' ? value : value.name])
}

function listOf(fields: Fields): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]) =>
    ([] as unknown[])
      .concat(value ?? [])
      .map((each): [string, string] => [name, each instanceof File ? each.name : String(each)]),
  )
}
