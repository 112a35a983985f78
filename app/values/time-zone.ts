import { LRUCache } from 'lru-cache'
import { todaysNames } from './zone-names.ts'

export function timeZones(chosen: string): string[] {
  const zone = todaysZone(chosen)
  return listed().includes(zone) ? listed() : sorted([...listed(), zone])
}

export function readZone(text: string): string | undefined {
  const name = text.trim().replaceAll(' ', '_')
  const small = name.toLowerCase()
  const spelled = listed().find(zone => zone.toLowerCase() === small) ?? name
  return isTimeZone(spelled) ? todaysZone(spelled) : undefined
}

export function nameOfZone(name: string): string {
  return name.replaceAll('_', ' ')
}

/** Accepts older names; refuses offsets such as "+02:00". */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+){0,2}$/.test(name) || name.length > 64) return false
  return isKnownHere(name) || olderNames.has(name)
}

/** If this runtime knows it: "Europe/Kyiv" for "Europe/Kiev". */
export function todaysZone(name: string): string {
  const today = todaysNames.get(name) ?? bySmallLetters.get(name.toLowerCase())
  return today !== undefined && isKnownHere(today) ? today : name
}

export function isSameZone(one: string, other: string): boolean {
  return todaysZone(one) === todaysZone(other)
}

/** Another runtime may have named the zone. */
export function zoneHere(name: string): string {
  if (isKnownHere(name)) return name
  return olderNames.get(name)?.find(isKnownHere) ?? name
}

const bySmallLetters = new Map([...todaysNames].map(([name, today]) => [name.toLowerCase(), today]))

const olderNames = new Map<string, string[]>()
for (const [older, today] of todaysNames)
  olderNames.set(today, [...(olderNames.get(today) ?? []), older])

/** Separate, so that odd names that people type evict no real zone. */
const known = new LRUCache<string, true>({ max: 1000 })
const unknown = new LRUCache<string, true>({ max: 1000 })

/** Asking the runtime is expensive. */
function isKnownHere(name: string): boolean {
  if (known.get(name)) return true
  if (unknown.get(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    unknown.set(name, true)
    return false
  }
  known.set(name, true)
  return true
}

let all: string[] | undefined

/** ICU lists the first name that it knew for each zone. */
function listed(): string[] {
  all ??= sorted([...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map(todaysZone)])])
  return all
}

function sorted(zones: string[]): string[] {
  return zones.sort((a, b) => (a === 'UTC' ? -1 : b === 'UTC' ? 1 : a < b ? -1 : 1))
}
