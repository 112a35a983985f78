import { sayCount } from '#app/values/count.ts'
/** null: it was not there. */
export type Change = { name: string; before: string | null; after: string | null }

const LONGEST = 600

export function readChanges(
  before: string | null,
  after: string | null,
  sayInstant: (instant: number) => string,
): Change[] {
  const [was, is] = [read(before), read(after)]
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return names
    .map(name => ({
      name: inWords(name),
      before: say(name, was[name], sayInstant),
      after: say(name, is[name], sayInstant),
    }))
    .filter(change => change.before !== change.after)
}

function read(json: string | null): Record<string, unknown> {
  const value: unknown = json === null ? {} : JSON.parse(json)
  return isRecord(value) ? value : { value }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inWords(name: string): string {
  return name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}

function say(name: string, value: unknown, sayInstant: (instant: number) => string) {
  if (value === undefined) return null
  if (value === null || value === '') return 'nothing'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number' && /(At|By|Until)$/.test(name)) return sayInstant(value)
  const text = typeof value === 'object' ? sayStructure(value) : String(value)
  return text.length > LONGEST
    ? `${text.slice(0, LONGEST)}… (${sayCount(text.length, 'character')} in all)`
    : text
}

function sayStructure(value: object): string {
  if (Array.isArray(value)) {
    const isFlat = value.every(item => typeof item !== 'object')
    return isFlat ? value.join(', ') : value.map(item => sayStructure(Object(item))).join('; ')
  }
  const parts = Object.entries(value).map(([name, part]) => {
    const text = typeof part === 'object' && part !== null ? sayStructure(part) : String(part)
    return `${inWords(name)}: ${text}`
  })
  return parts.join(', ')
}
