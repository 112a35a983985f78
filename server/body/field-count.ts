/** The text between two parts of a form, or its beginning if it names one. */
export function borderOf(type: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(type) ?? []
  return `--${quoted ?? plain ?? ''}`
}

/**
 * Counts the fields of a form while it comes in. Taking 2 MB of 38,000 parts apart holds the event loop for 0.4 s, and
 * a million names as long.
 */
export class FieldCount {
  /** Separators seen so far: one less than fields, or in a form of parts one more. */
  separators = 0
  readonly #separator: string
  #tail = Buffer.alloc(0)

  constructor(type: string) {
    this.#separator = /^multipart\//i.test(type) ? borderOf(type) : '&'
  }

  add(piece: Uint8Array): void {
    const separator = Buffer.from(this.#separator)
    // A separator may begin in one piece and end in the next.
    const bytes = Buffer.concat([this.#tail, piece])
    let from = 0
    for (let at = bytes.indexOf(separator); at !== -1; at = bytes.indexOf(separator, from)) {
      this.separators += 1
      from = at + separator.length
    }
    this.#tail = bytes.subarray(Math.max(from, bytes.length - separator.length + 1))
  }
}
