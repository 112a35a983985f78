import { claimsAtOnce } from './claims-at-once.ts'
import { claimsInTurns } from './claims-in-turns.ts'
import { claimsOfAll } from './claims-of-all.ts'
import { type Claim, isExactRule, type Reading } from './reading.ts'

/** Nothing happens at a turn under an exact rule, and nothing at once under the others. */
function only(isOf: (reading: Reading) => boolean, claims: readonly Claim[]): Claim[] {
  return claims.map(([pattern, isTrue]) => [
    pattern,
    (reading, ...said) => isOf(reading) && isTrue(reading, ...said),
  ])
}

const CLAIMS = [
  ...claimsOfAll,
  ...only(reading => !isExactRule(reading), claimsInTurns),
  ...only(isExactRule, claimsAtOnce),
].map(([pattern, isTrue]) => ({ pattern: new RegExp(`^${pattern}$`), isTrue }))

export const PATTERNS: readonly string[] = CLAIMS.map(({ pattern }) => pattern.source)

/** The groups that took part in a match. */
function groupsOf(match: RegExpMatchArray): string[] {
  return match.slice(1).filter(group => group !== undefined)
}

/** @returns the pattern that the sentence fits, and whether its claim is true */
export function check(sentence: string, reading: Reading): { pattern: string; isTrue: boolean } {
  const fitting = CLAIMS.filter(({ pattern }) => pattern.test(sentence))
  const [fit] = fitting
  if (!fit || fitting.length > 1) throw new Error(`${fitting.length} patterns fit: ${sentence}`)
  const groups = groupsOf(sentence.match(fit.pattern) as RegExpMatchArray)
  return { pattern: fit.pattern.source, isTrue: fit.isTrue(reading, ...groups) }
}
