export function borderOf(type: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(type) ?? []
  return `--${quoted ?? plain ?? ''}`
}

/** As they arrive: parsing 2 MB of 38,000 parts, or a million names, blocks the event loop for 0.4 s. */
export class FieldCount {
  /** One less than the fields; in a multipart form, one more. */
  separators = 0
  readonly #separator: string
  #tail = Buffer.alloc(0)

  constructor(type: string) {
    this.#separator = /^multipart\//i.test(type) ? borderOf(type) : '&'
  }

  add(piece: Uint8Array): void {
    const separator = Buffer.from(this.#separator)
    // A separator may span two pieces.
    const bytes = Buffer.concat([this.#tail, piece])
    let from = 0
    for (let at = bytes.indexOf(separator); at !== -1; at = bytes.indexOf(separator, from)) {
      this.separators += 1
      from = at + separator.length
    }
    this.#tail = bytes.subarray(Math.max(from, bytes.length - separator.length + 1))
  }
}
