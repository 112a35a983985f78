import { BadInput } from '#app/allocation/document/bad-input.ts'
import type { DrawInput2 } from '#app/allocation/document/document.ts'
import { cut, shown } from '#app/allocation/document/quote.ts'
import { type Beacon, isSignatureOf, SIGNATURE, valueOfSignature } from './drand.ts'
import { isNumbers, parseSource, type Source } from './source.ts'

/**
 * Holds the public value and its proof against the source, but for the signature, which takes 100 ms to check.
 * @throws {BadInput} naming the field
 */
export function checkValue({ publicValueSource, publicValue, publicProof }: DrawInput2): Source {
  if (publicValueSource === '-')
    throw new BadInput('publicValueSource', 'must be null for a draw without a public value')
  const source = parseSource(publicValueSource ?? '-')
  if (source.kind !== 'drand' && publicProof !== null)
    throw new BadInput('publicProof', 'must be null unless the value comes from drand')
  if (source.kind === 'none' && publicValue !== '')
    throw new BadInput('publicValue', `must be empty without a source, not ${shown(publicValue)}`)
  if (source.kind === 'numbers' && !isNumbers(publicValue))
    throw new BadInput(
      'publicValue',
      `must be 1 to 20 whole numbers, ascending, one space between, not ${shown(publicValue)}`,
    )
  if (source.kind === 'drand') checkDrand(publicValue, publicProof)
  return source
}

function checkDrand(publicValue: string, publicProof: string | null): void {
  if (publicProof === null || !SIGNATURE.test(publicProof))
    throw new BadInput('publicProof', `must be 96 lower-case hex digits, not ${shown(publicProof)}`)
  if (publicValue !== valueOfSignature(publicProof))
    throw new BadInput('publicValue', 'must be the hash of the 48 bytes of publicProof')
}

/** Says what the source proves. @throws {BadInput} for a chain that is not the beacon's, or a wrong signature */
export function sayProof(input: DrawInput2, beacon: Beacon): string {
  const source = checkValue(input)
  if (source.kind === 'none')
    return 'There was no public value: whoever holds the secret could have tried others.'
  if (source.kind === 'numbers')
    return `The numbers are ${input.publicValue}. This program cannot check them. Look them up: ${source.text}, published after ${source.notBefore}.`
  const { chainHash, round } = source
  if (chainHash !== beacon.chainHash)
    throw new BadInput('publicValueSource', `names an unknown chain, ${cut(chainHash)}`)
  if (!isSignatureOf(beacon, round, input.publicProof ?? ''))
    throw new BadInput('publicProof', `is not the signature of round ${round}`)
  return `The value is that of round ${round} of drand: signature checked.`
}
