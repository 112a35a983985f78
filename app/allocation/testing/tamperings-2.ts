import type { Tampering2 } from './remake.ts'
import { FORM_TAMPERINGS } from './tamperings-2/form.ts'
import { OUTCOME_TAMPERINGS } from './tamperings-2/outcome.ts'
import { ROLL_TAMPERINGS } from './tamperings-2/roll.ts'
import { SOURCE_TAMPERINGS } from './tamperings-2/source.ts'
import { TERMS_TAMPERINGS } from './tamperings-2/terms.ts'

/** Ways to falsify a document of version 2, each consistent but for itself, and the step that must refuse it. */
export const TAMPERINGS_2: readonly Tampering2[] = [
  ...FORM_TAMPERINGS,
  ...ROLL_TAMPERINGS,
  ...TERMS_TAMPERINGS,
  ...SOURCE_TAMPERINGS,
  ...OUTCOME_TAMPERINGS,
]
