import { type Original, textOf } from '#app/models/moving-in/original.ts'
import { ImportError, idOf, type Known, type Plan, PlanMaker, type Surroundings } from './plan.ts'
import { planEvents } from './plan-events.ts'
import { planPeople } from './plan-people.ts'

export type { Known, Plan }

/** @throws ImportError when another file was imported before: its ids would mean other people. */
export function planImport(original: Original, around: Surroundings): Plan {
  const maker = new PlanMaker(original, around)
  refuseAnother(original, maker)
  planEvents(original, planPeople(original, maker), maker)
  return maker.plan
}

/** The original never changes a creation time: another one under the same id is another row. */
function refuseAnother({ users, events }: Original, maker: PlanMaker): void {
  for (const [kind, rows] of [
    ['user', users],
    ['event', events],
  ] as const) {
    for (const row of rows) {
      const known = maker.knownRow(kind, idOf(row))
      const before = known && (JSON.parse(known.original) as { created_at?: string }).created_at
      if (before !== undefined && textOf(before) !== textOf(row.created_at))
        throw new ImportError('another database was imported before, and only one can be')
    }
  }
}
