export const backupKinds = ['scheduled', 'by-hand', 'before-upgrade', 'rescued'] as const
export type BackupKind = (typeof backupKinds)[number]
export type Backup = { name: string; at: number; kind: BackupKind }

const DAY = 86_400_000

/** Sorts by time. */
export function backupName(at: number, kind: BackupKind): string {
  return `tickets-${new Date(at).toISOString().replace(/[:.]/g, '-')}-${kind}.db`
}

const NAME =
  /^tickets-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-(scheduled|by-hand|before-upgrade|rescued)\.db$/

export function readBackups(names: readonly string[]): Backup[] {
  return names
    .flatMap(name => {
      const [, day, hours, minutes, seconds, rest, kind] = NAME.exec(name) ?? []
      if (!day) return []
      const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${rest}Z`)
      return Number.isNaN(at) ? [] : [{ name, at, kind: kind as BackupKind }]
    })
    .sort((a, b) => b.at - a.at)
}

/** Of each kind, keeps 24 hours and the newest of each of `keepDays` days; only days that have one count. */
export function outdatedBackups(names: readonly string[], now: number, keepDays: number): string[] {
  const all = readBackups(names)
  return backupKinds.flatMap(kind => {
    const older = all.filter(each => each.kind === kind && each.at <= now - DAY)
    const lastOfDays = new Map<number, string>()
    for (const { at, name } of older) {
      const day = Math.floor(at / DAY)
      if (!lastOfDays.has(day) && lastOfDays.size < keepDays) lastOfDays.set(day, name)
    }
    const kept = new Set(lastOfDays.values())
    return older.map(({ name }) => name).filter(name => !kept.has(name))
  })
}

export function isBackupDue(names: readonly string[], now: number, everyHours: number): boolean {
  // A backup dated in the future does not count: the clock may have been wrong.
  const last = readBackups(names).find(each => each.kind === 'scheduled' && each.at <= now)
  return last === undefined || now - last.at >= everyHours * 3_600_000
}
