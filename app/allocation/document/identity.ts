import { sha256 } from '#app/allocation/ranking.ts'
import type { SetByHand } from '#app/allocation/types.ts'
import type { DrawDocument } from './document.ts'
import { formatDrawDocument } from './format.ts'

/** Enough to tell a document from another, without the document. */
export interface Identity {
  readonly eventId: string
  readonly draw: number
  /** Without overrides, which a document has only after finalizing. */
  readonly fingerprint: string
  readonly overrides: readonly SetByHand[]
}

export function identityOf(document: DrawDocument): Identity {
  const { eventId, draw, overrides } = document
  return { eventId, draw, fingerprint: fingerprintOf(document), overrides: byCode(overrides) }
}

/** Pins and the result may come in any sequence. */
function fingerprintOf(document: DrawDocument): string {
  const result = new Map([...document.result].sort())
  const pins = byCode(document.pins)
  return sha256(formatDrawDocument({ ...document, overrides: [], pins, result }))
}

function byCode(list: readonly SetByHand[]): readonly SetByHand[] {
  return list.toSorted((a, b) => (a.code < b.code ? -1 : 1))
}
