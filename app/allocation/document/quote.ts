/** Characters of a document's own text that a sentence quotes: a stranger's may be megabytes long. */
const QUOTED = 80

/** The beginning of a text that stands in a document, for a sentence about it. */
export function cut(text: string): string {
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text
}

/** A value of unknown make; lists and objects by what they are, since they may be nested deeper than can be written out. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return JSON.stringify(typeof value === 'string' ? cut(value) : value) ?? String(value)
}
