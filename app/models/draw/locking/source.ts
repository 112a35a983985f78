import { roundAt, secondsOfRound } from '#app/allocation/terms/drand.ts'
import { formatSource } from '#app/allocation/terms/source.ts'
import type { BeaconInForce } from '#app/models/draw/beacon/beacon.server.ts'

/** Where the organizer wants the public value to come from. Instants are milliseconds since 1970. */
export type SourceWanted =
  | { kind: 'none' }
  /** `notBefore`: null for as soon as allowed. */
  | { kind: 'drand'; notBefore: number | null }
  | { kind: 'numbers'; notBefore: number; text: string }

/** Seconds for the press to arrive, beyond the least that is allowed. Tests, which wait for the draw, have fewer. */
const SLACK = 30
const FEWEST = 4

/** As the line `source` of the terms says it, and when its value can be known. */
export function nameSource(wanted: SourceWanted, beacon: BeaconInForce, now: number) {
  if (wanted.kind === 'none') return { source: '-', knownAt: null }
  if (wanted.kind === 'numbers') {
    const notBefore = `${new Date(wanted.notBefore).toISOString().slice(0, 19)}Z`
    return {
      source: formatSource({ kind: 'numbers', notBefore, text: wanted.text }),
      knownAt: Date.parse(notBefore),
    }
  }
  const slack = Math.min(SLACK, Math.max(FEWEST, beacon.leastSeconds))
  const soonest = Math.ceil(now / 1000) + beacon.leastSeconds + slack
  const { chainHash } = beacon
  const round = roundAt(beacon, Math.max(soonest, Math.ceil((wanted.notBefore ?? 0) / 1000)))
  return {
    source: formatSource({ kind: 'drand', chainHash, round }),
    knownAt: secondsOfRound(beacon, round) * 1000,
  }
}
