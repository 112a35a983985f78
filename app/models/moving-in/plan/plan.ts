import type { Clock } from '#app/models/moving-in/event.ts'
import {
  formatRemarks,
  type ImportFinding,
  note,
  parseRemarks,
  type Remark,
} from '#app/models/moving-in/finding.ts'
import {
  keepsake,
  type Original,
  type OriginalRow,
  type RowKind,
  wholeOf,
} from '#app/models/moving-in/original.ts'
import type { events, finalizations, importedRows, requests, results, users } from '#db/schema.ts'

export type KnownRow = Pick<
  typeof importedRows.$inferSelect,
  'kind' | 'originalId' | 'newId' | 'original' | 'finding'
>

export type Known = {
  /** By email address in lower case. */
  people: ReadonlyMap<string, { id: string; role: string }>
  rows: readonly KnownRow[]
}

export type Surroundings = Clock & { known: Known; newId: () => string }

export type Plan = {
  counts: { people: number; events: number; requests: number }
  alreadyHere: number
  users: (typeof users.$inferInsert)[]
  events: (typeof events.$inferInsert)[]
  requests: (typeof requests.$inferInsert)[]
  finalizations: (typeof finalizations.$inferInsert)[]
  results: (typeof results.$inferInsert)[]
  rows: (typeof importedRows.$inferInsert)[]
  findings: ImportFinding[]
}

/** The message is for the person who imports. */
export class ImportError extends Error {
  override name = 'ImportError'
}

export class PlanMaker {
  readonly plan: Plan
  private readonly known: Map<string, KnownRow>

  constructor(
    original: Original,
    readonly around: Surroundings,
  ) {
    this.known = new Map(around.known.rows.map(row => [keyOf(row.kind, row.originalId), row]))
    const { users: people, events: evenings, submissions } = original
    this.plan = {
      counts: { people: people.length, events: evenings.length, requests: submissions.length },
      alreadyHere: 0,
      users: [],
      events: [],
      requests: [],
      finalizations: [],
      results: [],
      rows: [],
      findings: [],
    }
  }

  knownRow(kind: RowKind, originalId: number): KnownRow | undefined {
    return this.known.get(keyOf(kind, originalId))
  }

  keepKnown(kind: RowKind, row: OriginalRow, known: KnownRow, label: string): void {
    this.plan.alreadyHere += 1
    const isSame = known.original === keepsake(row)
    const since = isSame
      ? []
      : [note('was changed in the original after it had been imported; stays as it was')]
    this.find(kind, known.originalId, label, [...parseRemarks(known.finding), ...since])
  }

  /** Without `newId` the row is only kept aside. */
  keepNew(
    kind: RowKind,
    row: OriginalRow,
    newId: string | null,
    label: string,
    remarks: Remark[],
  ): void {
    const originalId = idOf(row)
    const finding = formatRemarks(remarks)
    const importedAt = this.around.now
    this.plan.rows.push({ kind, originalId, newId, original: keepsake(row), finding, importedAt })
    this.find(kind, originalId, label, remarks)
  }

  private find(kind: RowKind, originalId: number, label: string, remarks: Remark[]): void {
    for (const remark of remarks) this.plan.findings.push({ ...remark, kind, originalId, label })
  }
}

export function idOf(row: OriginalRow): number {
  const id = wholeOf(row.id)
  if (id === undefined) throw new ImportError('a row of the file has no whole number for an id')
  return id
}

const keyOf = (kind: RowKind, originalId: number) => `${kind} ${originalId}`
