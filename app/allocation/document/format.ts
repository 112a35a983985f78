import type { SetByHand } from '#app/allocation/types.ts'
import type { DrawDocument, LockedDraw } from './document.ts'

/** Two spaces of indent, fields in the published order, no line feed at the end. */
export function formatDrawDocument(document: DrawDocument): string {
  // An object would put codes that look like numbers first; the result keeps draw order.
  const result = [...document.result].map(([code, amount]) => `\n    "${code}": ${amount}`)
  const head = JSON.stringify(fieldsOf(document), null, 2).slice(0, -2)
  const tail = result.length > 0 ? `{${result.join(',')}\n  }` : '{}'
  return `${head},\n  "result": ${tail}\n}`
}

/** What is published at locking: without the value and what follows from it. */
export function formatLockedDraw(draw: LockedDraw): string {
  const { terms, termsHash, publicValueSource } = draw
  const fields = { ...beforeTerms(draw), terms, termsHash, publicValueSource, ...byHand(draw) }
  return JSON.stringify(fields, null, 2)
}

function fieldsOf(document: DrawDocument) {
  const { publicValueSource, publicValue, seed, ranking } = document
  const { terms, termsHash, publicProof } =
    document.version === 2
      ? document
      : { terms: undefined, termsHash: undefined, publicProof: undefined }
  return {
    ...beforeTerms(document),
    ...{ terms, termsHash, publicValueSource, publicValue, publicProof, seed },
    ...byHand(document),
    ranking,
  }
}

function beforeTerms(draw: DrawDocument | LockedDraw) {
  const { version, eventId, rule, order, options, capacity, heldBack } = draw
  const { commitment, secret, roll, rollHash } = draw
  return {
    ...{ version, eventId, draw: draw.draw, rule, order, options: { cap: options.cap } },
    ...{ capacity, heldBack, commitment, secret, roll, rollHash },
  }
}

function byHand({ pins, overrides }: DrawDocument | LockedDraw) {
  return { pins: pins.map(inSequence), overrides: overrides.map(inSequence) }
}

function inSequence({ code, amount, reason }: SetByHand): SetByHand {
  return { code, amount, reason }
}
