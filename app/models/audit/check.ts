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
    return `What keeps the trail from being changed was taken out of the database or altered: ${finding.triggers.join(', ')}.`
  if (finding.kind === 'schema')
    return `The database does not match this program: ${finding.faults}.`
  const { kind, from, to } = finding
  const [one, are] = from === to ? [`Entry ${from}`, 'is'] : [`Entries ${from} to ${to}`, 'are']
  const words: Record<typeof kind, string> = {
    changed: `${one} ${are} not what was chained: changed, or put in the place of another.`,
    'link-changed': `The link of entry ${from} was changed; the entry itself fits the links around it.`,
    unlinked: `${one} has no link, though later ones have: the link was deleted, or the entry was put in.`,
    missing: `${one} ${are} missing.`,
    'newest-missing': `${one} ${are} missing: the number was given, and nothing newer is there.`,
    'put-in': `${one} has a number that the program never gives: it was put in.`,
    'link-alone': `There is a link for ${one.toLowerCase()}, which never was.`,
    counter: `The counter of entries was set back behind entry ${from}.`,
    rewritten: `The link of entry ${from} is not the one that this program saw earlier: the chain was computed anew.`,
  }
  return words[kind]
}
