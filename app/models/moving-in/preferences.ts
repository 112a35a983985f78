import { toSizes } from '#app/values/size.ts'
import { changed, impossible, note, type Remark } from './finding.ts'
import { type OriginalCell, textOf } from './original.ts'
import { count, startOf } from './wording.ts'

export const MOST_EVER = 40
const LARGEST = 999_999_999

/** 0 is implied. Sizes that no event has are kept and marked; negative ones and words are not kept. */
export function judgePreferences(cell: OriginalCell | undefined, totalTickets: number) {
  const given = textOf(cell)
  const words = given.split(',').map(word => word.trim())
  const numbers = words.filter(isNumber).map(Number)
  const sizes = toSizes(numbers.filter(n => n <= LARGEST))
  const remarks: Remark[] = [
    ...words.filter(word => word !== '' && !isNumber(word)).map(unreadable),
    ...numbers.filter(n => n < 0 || n > LARGEST).map(impossibleSize),
    ...sizes.flatMap(size => tooLarge(size, totalTickets)),
  ]
  if (sizes.length === 0) remarks.push(impossible('asks for no tickets at all'))
  const ordered = numbers.filter(n => n > 0 && n <= LARGEST)
  if (ordered.join() !== sizes.join())
    remarks.push(changed(`had its sizes written as ${given}; they are ${sizes.join(', ')} here`))
  return { sizes, remarks }
}

const isNumber = (word: string) => /^[+-]?\d+$/.test(word)

function unreadable(word: string): Remark {
  return impossible(`asks for “${startOf(word, 40)}”, which is not a number of tickets`)
}

function impossibleSize(size: number): Remark {
  return impossible(`asks for ${count(size, 'ticket')}`)
}

function tooLarge(size: number, totalTickets: number): Remark[] {
  if (size <= MOST_EVER) return []
  if (size > totalTickets)
    return [impossible(`asks for ${count(size, 'ticket')} of the ${totalTickets} that there are`)]
  return [
    note(
      `asks for ${count(size, 'ticket')}, more than the ${MOST_EVER} that a request may be for here`,
    ),
  ]
}
