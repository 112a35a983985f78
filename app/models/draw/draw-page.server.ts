import { formatDrawDocument } from '#app/allocation/document.ts'
import { parseRoll } from '#app/allocation/roll.ts'
import { findDrawDocument } from './draw.server.ts'
import { verifyDocument } from './verification.server.ts'

/** Entries up to which a page verifies itself while it is made; beyond, the checking page does it. */
const VERIFIED_AT_ONCE = 500

/** A draw as its page shows it: the order with names nowhere, each amount, and the steps that prove it. */
export async function readDrawPage(eventId: string, number: number) {
  const document = await findDrawDocument(eventId, number)
  if (!document) return undefined
  const entries = new Map(parseRoll(document.roll).map(entry => [entry.code, entry]))
  const pins = new Map(document.pins.map(pin => [pin.code, pin]))
  const overrides = new Map(document.overrides.map(override => [override.code, override]))
  const rows = document.ranking.map(code => {
    const { sizes = [], weight = 1, priority = 0 } = entries.get(code) ?? {}
    const [pin, override] = [pins.get(code), overrides.get(code)]
    const amount = override?.amount ?? document.result.get(code) ?? 0
    return {
      code,
      sizes: sizes.join(', '),
      weight,
      priority,
      amount,
      byHand: sayByHand(pin, override),
    }
  })
  const isSmall = rows.length <= VERIFIED_AT_ONCE
  const verification = isSmall && (await verifyDocument(formatDrawDocument(document), 'ours'))
  return {
    number: document.draw,
    rule: document.rule,
    order: document.order,
    cap: document.options.cap,
    capacity: document.capacity,
    heldBack: document.heldBack,
    publicValueSource: document.publicValueSource,
    publicValue: document.publicValue,
    setByHand: pins.size + overrides.size,
    served: rows.filter(row => row.amount > 0).length,
    entries: rows,
    // Without it, as when many look at once, the page still says how to check the document.
    verification: typeof verification === 'object' ? verification : undefined,
  }
}

type ByHand = { amount: number; reason: string } | undefined

function sayByHand(pin: ByHand, override: ByHand): string | null {
  if (override) return `changed to ${override.amount} after the draw: ${override.reason}`
  return pin ? `set to ${pin.amount} before the draw: ${pin.reason}` : null
}

/** The document as it is published, byte for byte. */
export async function findDrawFile(eventId: string, number: number): Promise<string | undefined> {
  const document = await findDrawDocument(eventId, number)
  return document && formatDrawDocument(document)
}
