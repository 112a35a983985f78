import { sayChecking } from '#app/models/draw/locking/say-checking.ts'
import {
  NUMBERS_ARE_TRUSTED,
  saySource,
  WITHOUT_SOURCE,
} from '#app/models/draw/locking/say-source.ts'
import type { MadeDrawPage } from '#app/models/draw/public/draw-page.server.ts'
import {
  KNOWN_LIMITS,
  ruleWords,
  sayEarlySource,
  sayRestored,
  WITHOUT_PUBLIC_VALUE,
} from '#app/models/draw/words.ts'
import { sayInstant } from '#app/values/time.ts'

/** What a draw rests on, and what speaks against it. */
export function sayBasis(draw: MadeDrawPage, timeZone: string) {
  const { rule, locked, early, restores, publicValueSource } = draw
  const { says, weakness } = ruleWords[rule]
  const value = locked ? sayLocked(draw, locked, timeZone) : { says: [], notes: [sayValue(draw)] }
  return {
    says: [says, weakness, KNOWN_LIMITS, ...value.says],
    notes: [
      ...value.notes,
      ...(early ? [sayEarlySource(early)] : []),
      ...restores.map(each => sayRestored(each, timeZone)),
    ],
    roundAddress: locked?.roundAddress ?? null,
    checking: locked && sayChecking({ ...locked.proof, source: publicValueSource }),
  }
}

export type SaidBasis = ReturnType<typeof sayBasis>

/** In version 1. */
function sayValue({ publicValueSource, publicValue }: MadeDrawPage): string {
  return publicValueSource
    ? `Public value, from “${publicValueSource}”: ${publicValue}`
    : WITHOUT_PUBLIC_VALUE
}

function sayLocked(
  { publicValue, witnesses }: MadeDrawPage,
  locked: NonNullable<MadeDrawPage['locked']>,
  timeZone: string,
) {
  const { source, plan, lockedAt, lockedByName } = locked
  const by = lockedByName ? ` by ${lockedByName}` : ''
  const planned = plan ? [`Planned before requests closed: “${plan}”`] : []
  const says = [`The terms were locked on ${sayInstant(lockedAt, timeZone)}${by}.`]
  if (source.kind === 'none') return { says, notes: [WITHOUT_SOURCE, ...planned] }
  const typed = source.kind === 'numbers' ? ` ${publicValue}. ${NUMBERS_ARE_TRUSTED}` : ''
  const said = `Public value: ${saySource(source, locked.knownAt, timeZone)}.${typed}`
  return { says, notes: [said, ...planned, ...(witnesses ? [witnesses] : [])] }
}
