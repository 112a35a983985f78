export function readPage(params: URLSearchParams, name = 'page'): number {
  const text = params.get(name) ?? ''
  return /^\d{1,6}$/.test(text) ? Math.max(1, Number(text)) : 1
}

export function pageOf<Item>(items: readonly Item[], wanted: number, size: number) {
  const pages = Math.max(1, Math.ceil(items.length / size))
  const page = Math.min(wanted, pages)
  return { items: items.slice((page - 1) * size, page * size), page, pages }
}

/** Rows to read at a time, so that pages are answered in between. */
const STEP = 500

/** Leaves out rows that are gone by then, and repeats none. */
export async function* inSteps<Row>(
  ids: string[],
  read: (ids: string[]) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let first = 0; first < ids.length; first += STEP) yield read(ids.slice(first, first + STEP))
}
