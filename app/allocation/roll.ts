import { BadInput } from '#app/allocation/document/bad-input.ts'
import { cut, shown } from '#app/allocation/document/quote.ts'
import { sha256 } from './ranking.ts'
import type { Entry, SizeList } from './types.ts'

/** Amounts are kept in 32 bits. */
export const LARGEST_NUMBER = 1_000_000_000

const CODE = /^[a-z0-9]+$/
const WHOLE = /^(0|[1-9][0-9]*)$/

/** `code|sizes|weight|priority\n` for each entry, sorted by code. */
export function formatRoll(entries: readonly Entry[]): string {
  return entries
    .toSorted((a, b) => compareCodes(a.code, b.code))
    .map(
      ({ code, sizes, weight, priority }) => `${code}|${sizes.join(',')}|${weight}|${priority}\n`,
    )
    .join('')
}

export function rollHashOf(roll: string): string {
  return sha256(roll)
}

/** @throws {BadInput} naming the line, counted from 1 */
export function parseRoll(roll: string): Entry[] {
  if (roll === '') return []
  const lines = roll.split('\n')
  if (lines.pop() !== '') {
    throw new BadInput(`roll, line ${lines.length + 1}`, 'must end with a line feed')
  }
  let previous = ''
  return lines.map((line, index) => {
    const place = `roll, line ${index + 1}`
    const entry = parseLine(line, place)
    if (entry.code === previous) throw new BadInput(place, `code ${cut(entry.code)} is there twice`)
    if (entry.code < previous) {
      throw new BadInput(
        place,
        `code ${cut(entry.code)} must come before ${cut(previous)}: sort by code`,
      )
    }
    previous = entry.code
    return entry
  })
}

function parseLine(line: string, place: string): Entry {
  const fields = line.split('|')
  if (fields.length !== 4) {
    throw new BadInput(place, `must be code|sizes|weight|priority, not ${shown(line)}`)
  }
  const [code = '', sizes = '', weight = '', priority = ''] = fields
  if (!CODE.test(code)) {
    throw new BadInput(place, `code ${shown(code)} must be lower-case letters and digits`)
  }
  return {
    code,
    sizes: parseSizes(sizes, place),
    weight: parseNumber(weight, 'weight', 1, place),
    priority: parseNumber(priority, 'priority', 0, place),
  }
}

function parseSizes(text: string, place: string): SizeList {
  const sizes = text.split(',').map(size => parseNumber(size, 'size', 1, place))
  sizes.forEach((size, index) => {
    const larger = sizes[index - 1]
    if (larger !== undefined && size >= larger) {
      throw new BadInput(place, `sizes ${cut(text)} must descend, and ${size} follows ${larger}`)
    }
  })
  return sizes
}

function parseNumber(text: string, name: string, least: number, place: string): number {
  const number = Number(text)
  if (!WHOLE.test(text) || number < least || number > LARGEST_NUMBER) {
    throw new BadInput(
      place,
      `${name} ${shown(text)} must be a whole number from ${least} to ${LARGEST_NUMBER}`,
    )
  }
  return number
}

function compareCodes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
