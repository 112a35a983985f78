import { LRUCache } from 'lru-cache'
import { todaysNames } from './zone-names.ts'

/** The time zones to choose from by today's names, UTC first; `chosen` is among them. */
export function timeZones(chosen: string): string[] {
  const zone = todaysZone(chosen)
  return listed().includes(zone) ? listed() : sorted([...listed(), zone])
}

/** The zone that a text names, by today's name; an older name, another case and spaces will do. */
export function readZone(text: string): string | undefined {
  const name = text.trim().replaceAll(' ', '_')
  const small = name.toLowerCase()
  const spelled = listed().find(zone => zone.toLowerCase() === small) ?? name
  return isTimeZone(spelled) ? todaysZone(spelled) : undefined
}

/** Whether it is the name of a time zone, older names included; offsets such as "+02:00" are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+){0,2}$/.test(name) || name.length > 64) return false
  return isKnownHere(name) || olderNames.has(name)
}

/** Today's name of a zone, as far as this runtime knows it: "Europe/Kyiv" for "Europe/Kiev". */
export function todaysZone(name: string): string {
  const today = todaysNames.get(name) ?? bySmallLetters.get(name.toLowerCase())
  return today !== undefined && isKnownHere(today) ? today : name
}

export function isSameZone(one: string, other: string): boolean {
  return todaysZone(one) === todaysZone(other)
}

/** A name by which this runtime knows the zone, which another runtime may have named. */
export function zoneHere(name: string): string {
  if (isKnownHere(name)) return name
  return olderNames.get(name)?.find(isKnownHere) ?? name
}

const bySmallLetters = new Map([...todaysNames].map(([name, today]) => [name.toLowerCase(), today]))

const olderNames = new Map<string, string[]>()
for (const [older, today] of todaysNames)
  olderNames.set(today, [...(olderNames.get(today) ?? []), older])

/** Kept apart, so that odd names which people type push out no real zone. */
const known = new LRUCache<string, true>({ max: 1000 })
const unknown = new LRUCache<string, true>({ max: 1000 })

/** Asking the runtime costs far more than remembering what it said; of what people type, not everything is kept. */
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

/** ICU lists the first name that it knew of each zone. */
function listed(): string[] {
  all ??= sorted([...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map(todaysZone)])])
  return all
}

function sorted(zones: string[]): string[] {
  return zones.sort((a, b) => (a === 'UTC' ? -1 : b === 'UTC' ? 1 : a < b ? -1 : 1))
}
