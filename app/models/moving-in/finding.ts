import type { RowKind } from './original.ts'

// From grave to slight. impossible: imported and marked. contradiction: times that cannot all be true. unplaced: only
// kept aside. changed: had to be.
export const weights = ['impossible', 'contradiction', 'unplaced', 'changed', 'note'] as const
export type Weight = (typeof weights)[number]

/** A predicate ("was given -5 tickets"), so that rows with the same reason can share a line. */
export type Remark = { weight: Weight; reason: string }
export type ImportFinding = Remark & { kind: RowKind; originalId: number; label: string }

export const impossible = (reason: string): Remark => ({ weight: 'impossible', reason })
export const contradiction = (reason: string): Remark => ({ weight: 'contradiction', reason })
export const unplaced = (reason: string): Remark => ({ weight: 'unplaced', reason })
export const changed = (reason: string): Remark => ({ weight: 'changed', reason })
export const note = (reason: string): Remark => ({ weight: 'note', reason })

export function markOf(remarks: readonly Remark[]): string | null {
  const reasons = remarks.filter(r => r.weight === 'impossible').map(r => r.reason)
  return reasons.length === 0 ? null : sentence(reasons.join('; '))
}

export function formatRemarks(remarks: readonly Remark[]): string | null {
  return remarks.length === 0 ? null : remarks.map(r => `${r.weight}: ${r.reason}`).join('\n')
}

export function parseRemarks(text: string | null): Remark[] {
  if (text === null) return []
  return text.split('\n').flatMap(line => {
    const weight = weights.find(w => line.startsWith(`${w}: `))
    return weight ? [{ weight, reason: line.slice(weight.length + 2) }] : []
  })
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
