import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseJson, readDrawDocument } from '#app/allocation/document/document.ts'

const PAGE = readFileSync('docs/verifying.md', 'utf8')
const EXAMPLE = readDrawDocument(parseJson(readFileSync('docs/draw-example.json', 'utf8')))

interface Typed {
  readonly command: string
  readonly prints: string
}

/** The commands that the page tells its reader to type, and the output that it promises. */
function typed(): Typed[] {
  const blocks = [...PAGE.matchAll(/^```console\n(.*?)^```$/gms)].map(match => match[1] ?? '')
  return blocks
    .join('')
    .split(/^\$ /m)
    .slice(1)
    .map(text => {
      // An indented line continues a command.
      const [command = ''] = /^.*\n(?: {2}.*\n)*/.exec(text) ?? []
      return { command, prints: text.slice(command.length) }
    })
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verifying-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('docs/verifying.md', () => {
  test('its commands print what it says they print', () => {
    const script = typed().map(({ command }) => `${command}echo '<<end>>'`)
    const { stdout, stderr } = spawnSync('bash', ['-c', script.join('\n')], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout.split('<<end>>\n').slice(0, -1)).toEqual(typed().map(({ prints }) => prints))
  })

  test('what they print is what the example document says', () => {
    const prints = typed().map(own => own.prints)
    expect(prints).toContain(`${EXAMPLE.commitment}  -\n`)
    expect(prints).toContain(`${EXAMPLE.rollHash}  -\n`)
    expect(prints).toContain(`${EXAMPLE.seed}\n`)
    expect(prints.at(-1)).toBe(EXAMPLE.ranking.map(code => `${code}\n`).join(''))
  })

  test('its table ends at the result of the example', () => {
    const rows = [...PAGE.matchAll(/^\| `(\w+)` +\|.*\| +(\d+) +\|$/gm)]
    expect(new Map(rows.map(row => [row[1], Number(row[2])]))).toEqual(EXAMPLE.result)
  })

  test('its scripts hold the example to be true', () => {
    const [block = ''] = /(?<=^```sh\n).*?(?=^```$)/ms.exec(PAGE) ?? []
    for (const command of block.trim().split('\n')) {
      const [program = '', ...args] = command.split(' ')
      const own = { node: process.execPath, deno: 'node_modules/.bin/deno' }[program] ?? ''
      const { status, stdout } = spawnSync(own, args, { encoding: 'utf8' })
      expect(stdout).toContain('Every step holds.')
      expect(status).toBe(0)
    }
  })
})
