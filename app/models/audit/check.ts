import type { Head } from './chain.ts'

export type Finding =
  | {
      kind:
        | 'changed'
        | 'link-changed'
        | 'unlinked'
        | 'missing'
        | 'newest-missing'
        | 'put-in'
        | 'link-alone'
        | 'counter'
        | 'rewritten'
      from: number
      to: number
    }
  | { kind: 'unguarded'; triggers: string[] }
  | { kind: 'schema'; faults: string }

export type CheckOutcome = {
  /** In milliseconds. */
  checkedAt: number
  took: number
  head: Head
  /** Of the chain only the first break. */
  findings: Finding[]
}

export function sayFinding(finding: Finding): string {
  if (finding.kind === 'unguarded')
    return `The guards that protect the trail were removed from the database or changed: ${finding.triggers.join(', ')}.`
  if (finding.kind === 'schema')
    return `The database does not match this program: ${finding.faults}.`
  const { kind, from, to } = finding
  const [one, are, them] =
    from === to ? [`Entry ${from}`, 'is', 'it'] : [`Entries ${from} to ${to}`, 'are', 'them']
  const words: Record<typeof kind, string> = {
    changed: `${one} ${are} not what was sealed. Someone changed or replaced ${them}.`,
    'link-changed': `The seal of entry ${from} was changed. The entry itself fits.`,
    unlinked: `${one} has no seal, but later ones have. The seal was deleted, or the entry was added later.`,
    missing: `${one} ${are} missing.`,
    'newest-missing': `${one} ${are} missing at the end.`,
    'put-in': `${one} was added by someone. Its number was never given out.`,
    'link-alone': `There is a seal for ${one.toLowerCase()}, but no such entry.`,
    counter: `The counter of entries was set back to before entry ${from}.`,
    rewritten: `The seal of entry ${from} is not the one that this program saw earlier. Someone has sealed the trail again.`,
  }
  return words[kind]
}
