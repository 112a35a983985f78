import type { Plan } from '#app/models/moving-in/plan/plan.ts'
import { sayCount } from '#app/values/count.ts'
import { type ImportFinding, type Weight, weights } from './finding.ts'
import type { RowKind } from './original.ts'
import { count } from './wording.ts'

const titles: Record<Weight, string> = {
  impossible: 'Cannot be true, and is marked as such',
  contradiction: 'Times that cannot all be true, and stay as they were',
  unplaced: 'Has no place here, and is kept aside with the original rows',
  changed: 'Had to be changed',
  note: 'Good to know',
}
const plurals: Record<RowKind, string> = { user: 'people', event: 'events', request: 'requests' }

type Asked = { timeZone: string; isDryRun: boolean }

export function reportLines(plan: Plan, { timeZone, isDryRun }: Asked): string[] {
  const { people, events, requests } = plan.counts
  return [
    `${sayCount(people, 'person')}, ${sayCount(events, 'event')}, ${sayCount(requests, 'request')}`,
    '',
    `Dates of events were read as local time of ${timeZone}; what the original noted by itself, as UTC.`,
    ...weights.flatMap(weight => section(weight, plan.findings)),
    '',
    outcome(plan, isDryRun),
  ]
}

function section(weight: Weight, all: readonly ImportFinding[]): string[] {
  const findings = all.filter(finding => finding.weight === weight)
  if (findings.length === 0) return []
  const groups = new Map<string, ImportFinding[]>()
  for (const finding of findings) {
    const key = `${finding.kind} ${finding.reason}`
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  const lines = [...groups.values()].map(group => `  - ${whose(group)} ${group[0]?.reason}`)
  return ['', `${titles[weight]} (${findings.length}):`, ...lines]
}

function whose(group: readonly ImportFinding[]): string {
  const [first] = group
  if (!first || group.length === 1) return `${first?.label}:`
  const numbers = ranges(group.map(finding => finding.originalId))
  return `${group.length} ${plurals[first.kind]} (${numbers}): each`
}

/** "1–3, 7, 9–10" */
export function ranges(numbers: readonly number[]): string {
  const runs: { from: number; to: number }[] = []
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last && number <= last.to + 1) last.to = number
    else runs.push({ from: number, to: number })
  }
  return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}

function outcome(plan: Plan, isDryRun: boolean): string {
  const { length: fresh } = plan.rows
  if (fresh === 0 && plan.alreadyHere === 0)
    return 'There is nothing to import: the file has no people, events or requests.'
  if (fresh === 0) return 'Everything had already been imported. Nothing was changed.'
  const before = plan.alreadyHere > 0 ? `; ${plan.alreadyHere} had been imported before` : ''
  if (isDryRun)
    return `Dry run: nothing was written. ${count(fresh, 'row')} would be imported${before}.`
  return `Imported ${count(fresh, 'row')}${before}.`
}
