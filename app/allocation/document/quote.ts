/** A stranger's text may be megabytes long. */
const QUOTED = 80

export function cut(text: string): string {
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text
}

/** Lists and objects may be nested too deeply to write out. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return JSON.stringify(typeof value === 'string' ? cut(value) : value) ?? String(value)
}
