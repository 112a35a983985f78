import { readFileSync } from 'node:fs'
import { argv, exit, stdout } from 'node:process'
import { BadInput } from '#app/allocation/document/bad-input.ts'
import { parseJson, readDrawInput } from '#app/allocation/document/document.ts'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { completeDraw } from '#app/allocation/draw.ts'

function main(file: string | undefined): void {
  if (file === undefined) refuse('Usage: allocate FILE')
  const document = completeDraw(readDrawInput(parseJson(readText(file))))
  // A file gets exactly the published bytes, a terminal a newline for its prompt.
  stdout.write(formatDrawDocument(document) + (stdout.isTTY ? '\n' : ''))
}

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file))
  } catch (error) {
    refuse(`${file}: cannot be read (${error instanceof Error ? error.message : error})`)
  }
}

function refuse(message: string): never {
  console.error(message)
  exit(1)
}

try {
  main(argv[2])
} catch (error) {
  if (error instanceof BadInput) refuse(error.message)
  throw error
}
