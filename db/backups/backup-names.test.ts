import { describe, expect, test } from 'vitest'
import { type BackupKind, backupName, isBackupDue, outdatedBackups } from './backup-names.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.parse('2026-03-15T12:00:00Z')
const ago = (milliseconds: number, kind: BackupKind = 'scheduled') =>
  backupName(NOW - milliseconds, kind)
const keptOf = (names: string[], keepDays = 14) => {
  const outdated = outdatedBackups(names, NOW, keepDays)
  return names.filter(name => !outdated.includes(name))
}

describe('outdated backups', () => {
  test('everything from the last 24 hours stays, and the last backup of each earlier day', () => {
    const hourly = Array.from({ length: 72 }, (_, hours) => ago(hours * HOUR))
    const kept = keptOf(hourly)
    expect(kept.slice(0, 24)).toEqual(hourly.slice(0, 24))
    // From 24 hours ago back: the last of March 14th (12:00), of the 13th and of the 12th (23:00).
    expect(kept.slice(24)).toEqual([ago(24 * HOUR), ago(37 * HOUR), ago(61 * HOUR)])
  })

  test('backups stay for as many days as configured', () => {
    const daily = Array.from({ length: 40 }, (_, days) => ago(days * DAY))
    expect(keptOf(daily, 14)).toEqual(daily.slice(0, 15))
    expect(keptOf(daily, 1)).toEqual(daily.slice(0, 2))
  })

  test('no backup goes because time passed or the clock jumped', () => {
    const daily = Array.from({ length: 14 }, (_, days) => ago(days * DAY + HOUR))
    expect(outdatedBackups(daily, NOW + 3650 * DAY, 14)).toEqual([])
    expect(outdatedBackups(daily, NOW - 3650 * DAY, 14)).toEqual([])
  })

  test('each kind is counted separately, and other files are left alone', () => {
    const upgrade = ago(30 * DAY, 'before-upgrade')
    const byHand = ago(30 * DAY, 'by-hand')
    const foreign = ['tickets.db', 'tickets-of-mine.db', `${upgrade}.part`, 'notes.txt']
    const daily = Array.from({ length: 20 }, (_, days) => ago(days * DAY))
    const kept = keptOf([...foreign, upgrade, byHand, ...daily], 2)
    expect(kept).toEqual([...foreign, upgrade, byHand, ...daily.slice(0, 3)])
  })
})

describe('a scheduled backup is due', () => {
  test('when there is none, or the last is old enough; manual backups do not count', () => {
    expect(isBackupDue([], NOW, 24)).toBe(true)
    expect(isBackupDue([ago(HOUR, 'by-hand')], NOW, 24)).toBe(true)
    expect(isBackupDue([ago(24 * HOUR)], NOW, 24)).toBe(true)
    expect(isBackupDue([ago(24 * HOUR - 1)], NOW, 24)).toBe(false)
  })

  test('even after the clock went back, however far in the future the last one is dated', () => {
    expect(isBackupDue([ago(-365 * DAY), ago(25 * HOUR)], NOW, 24)).toBe(true)
    expect(isBackupDue([ago(-365 * DAY), ago(HOUR)], NOW, 24)).toBe(false)
  })
})
