/** Tickets of an event that has started. */
export type Outcome = {
  /** At the decision and after it. */
  given: number
  /** Before the start. */
  back: number
  /** Counted at the door; handed over where nobody was counted; null where neither was noted. */
  used: number | null
  /** Held at the start and not used; null where it is not known. */
  wasted: number | null
  basis: 'counted' | 'handed over' | 'nothing'
  /** People counted beyond the tickets of who brought them. */
  extra: number
}

export type Counts = {
  /** Held at the start. */
  held: number
  back: number
  /** People counted, at most as many for each as they held. */
  came: number
  extra: number
  handed: number
}

export function outcomeOf({ held, back, came, extra, handed }: Counts): Outcome {
  const basis = came > 0 ? 'counted' : handed > 0 ? 'handed over' : 'nothing'
  const used = basis === 'nothing' ? null : basis === 'counted' ? came : handed
  const wasted = used === null ? null : Math.max(0, held - used)
  return { given: held + back, back, used, wasted, basis, extra }
}

/** Used and wasted count only the events where it was noted. */
export function addUp(outcomes: Outcome[]) {
  const sum = (numberOf: (outcome: Outcome) => number | null) =>
    outcomes.reduce((total, each) => total + (numberOf(each) ?? 0), 0)
  return {
    given: sum(each => each.given),
    back: sum(each => each.back),
    used: sum(each => each.used),
    wasted: sum(each => each.wasted),
    unknown: outcomes.filter(({ basis }) => basis === 'nothing').length,
  }
}

export const basisWords: Record<Outcome['basis'], string> = {
  counted: 'Used tickets were counted at the door.',
  'handed over':
    'Nobody was counted at the door. Tickets that were marked as handed over count as used.',
  nothing:
    'Nobody was counted at the door, and no ticket was marked as handed over. So nobody knows how many were used.',
}
