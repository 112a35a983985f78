/** What a browser would read from our pages: enough HTML for React's well-formed output. */
export class Page {
  constructor(
    readonly url: string,
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
  ) {}

  get title(): string {
    return plain(/<title>([\s\S]*?)<\/title>/.exec(this.text)?.[1])
  }

  get heading(): string {
    return plain(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(this.text)?.[1])
  }

  get words(): string {
    return plain(/<body[^>]*>([\s\S]*)<\/body>/.exec(this.text)?.[1] ?? this.text)
  }

  /** The error summary, which counts only right below the heading. */
  get errors(): string {
    return plain(/<\/header><div class="error-summary"[\s\S]*?<\/ul>/.exec(this.text)?.[0])
  }

  get forms(): Form[] {
    return [...this.text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(
      ([, attributes, inside]) => readForm(attributesOf(attributes), inside ?? ''),
    )
  }

  form(name?: string): Form {
    const found = this.forms.find(form =>
      name === undefined
        ? !OF_EVERY_PAGE.includes(form.action ?? '')
        : [form.id, form.action].includes(name) ||
          form.buttons.some(button => button.text === name),
    )
    if (!found)
      throw new Error(`no form ${name ?? ''} on ${this.url} (${this.status} ${this.heading})`)
    return found
  }

  link(text: string): string {
    for (const [, attributes, inside] of this.text.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/g))
      if (plain(inside) === text) return attributesOf(attributes).href ?? ''
    throw new Error(`no link "${text}" on ${this.url}`)
  }
}

/** Sign out, and the notice that email is stuck. */
const OF_EVERY_PAGE = ['/logout', '/admin/mail']

export type Form = {
  id: string | undefined
  action: string | undefined
  method: string
  isMultipart: boolean
  /** As they would be sent now, without any button's. */
  fields: [name: string, value: string][]
  buttons: { name: string | undefined; value: string; text: string; action: string | undefined }[]
  /** Every name that a person or a page can fill, with the boxes that are not ticked. */
  controls: Control[]
}

export type Control = { name: string; type: string; isNumber: boolean }

type Attributes = Record<string, string | undefined>

function readForm(attributes: Attributes, inside: string): Form {
  return {
    id: attributes.id,
    action: attributes.action,
    method: (attributes.method ?? 'get').toLowerCase(),
    isMultipart: attributes.enctype === 'multipart/form-data',
    fields: [...inputs(inside), ...textAreas(inside), ...selects(inside)],
    controls: readControls(inside),
    buttons: [...inside.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)].map(([, raw, text]) => {
      const { name, value = '', formaction } = attributesOf(raw)
      return { name, value, text: plain(text), action: formaction }
    }),
  }
}

function readControls(inside: string): Control[] {
  const found = new Map<string, Control>()
  for (const [, tag, raw] of inside.matchAll(/<(input|textarea|select)\b([^>]*)>/g)) {
    const { name, type = 'text', inputmode, disabled } = attributesOf(raw)
    if (!name || disabled !== undefined) continue
    const isNumber = inputmode === 'numeric' || type === 'number'
    found.set(name, { name, type: tag === 'input' ? type : (tag ?? ''), isNumber })
  }
  return [...found.values()]
}

function inputs(inside: string): [string, string][] {
  return [...inside.matchAll(/<input\b([^>]*)>/g)]
    .map(match => attributesOf(match[1]))
    .filter(({ name, disabled }) => name !== undefined && disabled === undefined)
    .filter(
      ({ type, checked }) => !['checkbox', 'radio'].includes(type ?? '') || checked !== undefined,
    )
    .filter(({ type }) => !['file', 'submit', 'button'].includes(type ?? ''))
    .map(({ name, value, type }) => [name as string, value ?? (type === 'checkbox' ? 'on' : '')])
}

function textAreas(inside: string): [string, string][] {
  return [...inside.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)].map(
    ([, raw, value]) => [
      attributesOf(raw).name ?? '',
      unescapeHtml(value ?? '').replace(/^\n/, ''),
    ],
  )
}

function selects(inside: string): [string, string][] {
  return [...inside.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)].map(([, raw, options]) => {
    const all = [...(options ?? '').matchAll(/<option\b([^>]*)>([\s\S]*?)<\/option>/g)].map(
      ([, option, text]): Attributes => ({ ...attributesOf(option), text }),
    )
    const chosen = all.find(option => 'selected' in option) ?? all[0]
    return [attributesOf(raw).name ?? '', chosen?.value ?? plain(chosen?.text)]
  })
}

function attributesOf(raw = ''): Attributes {
  const pairs = [...raw.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)]
  return Object.fromEntries(
    pairs.map(([, name, value]) => [name?.toLowerCase(), unescapeHtml(value ?? '')]),
  )
}

function plain(html = ''): string {
  return unescapeHtml(html.replace(/<!--.*?-->/g, '').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&#x([\da-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, decimal: string) => String.fromCodePoint(Number(decimal)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
