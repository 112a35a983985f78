import { type LedgerLine, lossesOf, sayLossesInARow } from './ledger.ts'
import { reasonsNotToCount } from './verdict-words.ts'

/** What a published result changes for its person in later draws; null where their record does not have the event. */
export function sayNextTime(lines: readonly LedgerLine[], eventId: string): string | null {
  const verdict = lines.find(line => line.eventId === eventId)?.verdict
  if (verdict === undefined || verdict === 'not-final') return null
  if (verdict === 'lost') return `This counts as a loss. ${sayNow(lossesOf(lines))}`
  if (verdict === 'won' || verdict === 'won-so-far')
    return 'You got tickets, so your count of losses went back to 0.'
  return `This does not count as a loss: ${reasonsNotToCount[verdict]}. Your chances stay the same.`
}

function sayNow(losses: number): string {
  if (losses === 0) return 'You got tickets at a later event, so your count is back to 0 now.'
  return `You now have ${sayLossesInARow(losses)}. In draws that count losses, this gives you a better chance.`
}
