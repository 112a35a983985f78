import type { UnsentForm } from '#app/models/sign-in/unsent-form.ts'

const ALWAYS_NEW = 'form-key'
const FORM = /(<form\b[^>]*>)([\s\S]*?)(?=<\/form>)/g
const CONTROL =
  /<input\b[^>]*>|(<textarea\b[^>]*>)[\s\S]*?(?=<\/textarea>)|(<select\b[^>]*>)([\s\S]*?)(?=<\/select>)/g

// Fills hidden fields too: they say what the person saw when typing. Works on the finished page, in which React quotes
// every attribute and escapes `<` and `>` in it.
export function refillForm(page: string, { formId, fields }: UnsentForm): string {
  const typed = new Map<string, string[]>()
  for (const [name, value] of fields) typed.set(name, [...(typed.get(name) ?? []), value])
  const forms = [...page.matchAll(FORM)].filter(([, tag = '']) => tag.includes(' method="post"'))
  const form =
    forms.find(([, tag = '']) => attributeOf(tag, 'id') === formId) ??
    forms.find(([, , inside = '']) => asksFor(inside, [...typed.keys()]))
  if (!form) return page
  const [whole, tag = '', inside = ''] = form
  const refilled = tag + inside.replace(CONTROL, control => refill(control, typed))
  return page.slice(0, form.index) + refilled + page.slice(form.index + whole.length)
}

/** A form of several steps starts again with the step that asks for what was typed. */
function asksFor(inside: string, names: string[]): boolean {
  return names.some(name => inside.includes(`<textarea`) && inside.includes(` name="${name}"`))
}

function refill(control: string, typed: Map<string, string[]>): string {
  const [tag = ''] = /^<[^>]*>/.exec(control) ?? []
  const name = unescapeHtml(attributeOf(tag, 'name') ?? '')
  if (name === '' || name === ALWAYS_NEW) return control
  const type = attributeOf(tag, 'type') ?? 'text'
  if (type === 'checkbox' || type === 'radio')
    return tick(tag, typed.get(name)?.includes(unescapeHtml(attributeOf(tag, 'value') ?? 'on')))
  if (['file', 'password', 'submit', 'button'].includes(type)) return control
  const value = typed.get(name)?.shift()
  if (value === undefined) return control
  if (tag.startsWith('<input')) return withValue(tag, value)
  // Browsers drop a line break right after the tag of a text area.
  if (tag.startsWith('<textarea')) return `${tag}\n${escapeHtml(value)}`
  return choose(control, value)
}

function tick(tag: string, isTicked = false): string {
  const plain = tag.replace(' checked=""', '')
  return isTicked ? plain.replace(/\s*\/?>$/, ' checked=""/>') : plain
}

function withValue(tag: string, value: string): string {
  const plain = tag.replace(/ value="[^"]*"/, '')
  return plain.replace(/\s*\/?>$/, () => ` value="${escapeHtml(value)}"/>`)
}

function choose(select: string, value: string): string {
  const wanted = ` value="${escapeHtml(value)}"`
  if (!select.includes(wanted)) return select
  return select
    .replaceAll(' selected=""', '')
    .replace(/<option\b[^>]*>/g, option =>
      option.includes(wanted) ? option.replace('<option', '<option selected=""') : option,
    )
}

function attributeOf(tag: string, name: string): string | undefined {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
}

const ESCAPED: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => ESCAPED[sign] ?? sign)
}

function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:amp|lt|gt|quot|#x27);/g,
    escaped => Object.keys(ESCAPED).find(sign => ESCAPED[sign] === escaped) ?? escaped,
  )
}
