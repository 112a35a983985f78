/** The time zones to choose from, UTC first; `chosen` is among them also when it goes by an older name. */
export function timeZones(chosen: string): string[] {
  return [...new Set(['UTC', chosen, ...Intl.supportedValuesOf('timeZone')])].sort((a, b) =>
    a === 'UTC' ? -1 : b === 'UTC' ? 1 : a < b ? -1 : 1,
  )
}

/** Whether it is the name of a time zone, older names included; offsets such as "+02:00" are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+){0,2}$/.test(name) || name.length > 64) return false
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
