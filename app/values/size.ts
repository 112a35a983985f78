/** Strictly descending: [4, 2, 1]. Stored and on the roll as "4,2,1". */
export type Sizes = readonly number[]

export function toSizes(quantities: Iterable<number>): Sizes {
  return [...new Set(quantities)].filter(q => Number.isInteger(q) && q > 0).sort((a, b) => b - a)
}

export function formatSizes(sizes: Sizes): string {
  return sizes.join(',')
}

export function parseSizes(text: string): Sizes {
  return toSizes(text.split(',').map(Number))
}

export function saySizes(sizes: Sizes): string {
  return sizes.join(', or else ')
}

/** As short as a table needs it. */
export function listSizes(sizes: Sizes): string {
  return sizes.join(' › ')
}
