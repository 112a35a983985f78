import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const read = (file: string) => readFileSync(file, 'utf8')

/** `NAME: value`, `NAME = "value"` and `NAME=value` of a part of a file. */
function valuesIn(text: string): Record<string, string> {
  const lines = text.matchAll(/^(?:ENV)?\s*([A-Z_]+)(?:: | = |=)"?([^"\n\\]*?)"?(?: \\)?$/gm)
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]))
}

const image = valuesIn(read('Dockerfile'))
const compose = read('compose.yaml')
const fly = read('fly.toml')
const inMegabytes = (size: string | undefined) => Number(/^(\d+)mb?$/i.exec(size ?? '')?.[1])

test('the image keeps all data in its volume', () => {
  expect(image).toMatchObject({
    DATABASE: '/data/tickets.db',
    BACKUP_DIR: '/data/backups',
    SECRET_KEY_FILE: '/data/secret-key',
    DENO_DIR: '/data/.deno',
  })
  expect(read('Dockerfile')).toMatch(/^VOLUME \/data$/m)
})

describe('compose.yaml', () => {
  const fixed = valuesIn(
    compose.slice(compose.indexOf('environment:'), compose.indexOf('volumes:')),
  )

  test('sets every data path, whatever .env says for a run outside', () => {
    const { DATABASE, BACKUP_DIR, SECRET_KEY_FILE, PORT } = image
    expect(fixed).toMatchObject({ DATABASE, BACKUP_DIR, SECRET_KEY_FILE, PORT, HOST: '0.0.0.0' })
    expect(compose).toMatch(/^ {6}- data:\/data$/m)
  })

  test('makes printed links start with the published port', () => {
    expect(compose).toContain(`- "\${PORT:-5000}:${fixed.PORT}"`)
    // biome-ignore lint/suspicious/noTemplateCurlyInString: compose fills it in
    expect(fixed.APP_URL).toBe('${APP_URL:-http://localhost:${PORT:-5000}}')
  })

  test('limits memory as Fly does', () => {
    const limit = /^ {4}mem_limit: (\S+)$/m.exec(compose)?.[1]
    expect(inMegabytes(limit)).toBe(inMegabytes(/^ {2}memory = "(\w+)"$/m.exec(fly)?.[1]))
  })

  test('needs the version of Compose that the README names', () => {
    expect(read('README.md')).toContain('Docker Compose 2.24 or later')
    expect(compose).toContain('Compose 2.24 or later')
  })
})

describe('fly.toml', () => {
  test('replaces its one machine and never starts or stops it automatically', () => {
    expect(fly).toMatch(/^ {2}strategy = "rolling"$/m)
    expect(fly).toMatch(/^ {2}auto_stop_machines = "off"$/m)
    expect(fly).toMatch(/^ {2}auto_start_machines = false$/m)
  })

  test('mounts the volume where the data is', () => {
    const { DATABASE, PORT } = valuesIn(fly)
    expect(DATABASE).toBe(image.DATABASE)
    expect(fly).toMatch(/^ {2}destination = "\/data"$/m)
    expect(fly).toMatch(new RegExp(`^ {2}internal_port = ${PORT}$`, 'm'))
  })

  test('matches the README, which keeps it and makes the first admin', () => {
    expect(read('README.md')).toMatch(/fly launch --copy-config[\s\S]*makes the first admin/)
  })
})
