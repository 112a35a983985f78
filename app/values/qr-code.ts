import { encode } from 'uqr'

/** A square of `size` modules, with the quiet zone that readers need; `path` draws the dark ones. */
export function qrCodeOf(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  return { size, path: data.map(pathOfRow).join('') }
}

/** A bar for each run of dark modules: a third of the bytes that squares would take. */
function pathOfRow(row: boolean[], y: number): string {
  const text = row.map(isDark => (isDark ? '1' : '0')).join('')
  return [...text.matchAll(/1+/g)]
    .map(({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`)
    .join('')
}
