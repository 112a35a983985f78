/** The quantities a member would accept, strictly descending: [4, 2, 1]. Stored and put on the roll as "4,2,1". */
export type Sizes = readonly number[]

/** A set of quantities as sizes: sorted, without repeats and without 0, which is implied. */
export function toSizes(quantities: Iterable<number>): Sizes {
  return [...new Set(quantities)].filter(q => Number.isInteger(q) && q > 0).sort((a, b) => b - a)
}

export function formatSizes(sizes: Sizes): string {
  return sizes.join(',')
}

export function parseSizes(text: string): Sizes {
  return toSizes(text.split(',').map(Number))
}

/** "4, or else 2, or else 1" */
export function saySizes(sizes: Sizes): string {
  return sizes.join(', or else ')
}
