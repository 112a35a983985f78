import { LRUCache } from 'lru-cache'

export type WhichRound = number | 'latest'
export type BeaconProblem = { round: WhichRound; problem: string }

const told = new LRUCache<WhichRound, Set<string>>({ max: 500 })
let listener: (news: BeaconProblem) => void = () => undefined

/** Models write no log: the server does, once for each round and reason until the round is given. */
export function hearOfBeacon(listen: (news: BeaconProblem) => void): void {
  listener = listen
}

export function noteProblem(round: WhichRound, problem: string): void {
  const reasons = told.get(round) ?? new Set()
  told.set(round, reasons)
  if (reasons.has(problem)) return
  reasons.add(problem)
  listener({ round, problem })
}

export function noteGiven(round: WhichRound): void {
  told.delete(round)
}
