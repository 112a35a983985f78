import { describe, expect, test } from 'vitest'
import { checkAll, checkFile } from './check-imports.mjs'

test('every file of ours keeps to the directions', () => {
  expect(checkAll()).toEqual([])
})

describe('an import against the directions is told', () => {
  test.each([
    ['app/routes/a.tsx', "import { db } from '#db/client.ts'", 'route may not import db'],
    ['app/routes/a.tsx', "import { x } from '../mail/x.ts'", 'route may not import mail'],
    ['app/routes/a.tsx', "const x = await import('#server/log.ts')", 'route may not import server'],
    ['app/http/a.ts', "import { x } from '#app/components/x.tsx'", 'http may not import component'],
    ['app/http/a.ts', "import '#db/lane.ts'", 'http may not import db'],
    [
      'app/models/a.server.ts',
      "import { x } from '#app/http/form.server.ts'",
      'may not import http',
    ],
    ['app/models/a.server.ts', "import {\n  x,\n} from '../routes/x.tsx'", 'may not import route'],
    ['app/models/a.ts', "import { x } from './a.server.ts'", 'pure model may not import model'],
    [
      'app/models/a.ts',
      "import { settings } from '#app/settings.server.ts'",
      'may not import settings',
    ],
    ['app/allocation/a.ts', "import { x } from '#app/values/size.ts'", 'may not import pure model'],
    ['app/components/a.tsx', "import { x } from '../models/size.ts'", 'may not import pure model'],
    ['app/mail/a.ts', "import { x } from './outbox.server.ts'", 'mail may not import outbox'],
    ['db/a.ts', "export { x } from '#app/values/id.ts'", 'db may not import pure model'],
    [
      'app/settings.server.ts',
      "import { x } from '#app/values/id.ts'",
      'may not import pure model',
    ],
  ])('%s: %s', (file, text, complaint) => {
    expect(checkFile(file, text).join()).toContain(complaint)
  })
})

describe('what leaves no trace at run time may come from anywhere', () => {
  test.each([
    "import type { Viewer } from '#app/models/sign-in/session.server.ts'",
    "import { type A, type B as C } from '#db/schema.ts'",
    "// import { db } from '#db/client.ts'",
  ])('%s', text => {
    expect(checkFile('app/components/a.tsx', text)).toEqual([])
  })

  test('but one value among the types counts', () => {
    expect(
      checkFile('app/components/a.tsx', "import { type A, b } from '#db/schema.ts'"),
    ).not.toEqual([])
  })
})

describe('a word that is a trap is told', () => {
  test.each([
    ['app/models/a.server.ts', 'process.env.PORT'],
    ['server/a.ts', 'process.env.PORT'],
    ['app/models/a.server.ts', 'await rawClient().batch([])'],
    ['app/models/a.server.ts', 'db().transaction(async tx => {})'],
    ['server/a.ts', 'client.execute("DELETE FROM users")'],
    ['app/root.tsx', '<Scripts />'],
    ['app/routes/a.tsx', '<Form method="post">'],
    ['app/routes/a.tsx', '<Await resolve={x}>'],
    ['app/routes/a.tsx', 'const fetcher = useFetcher()'],
  ])('%s: %s', (file, text) => {
    expect(checkFile(file, text)).toHaveLength(1)
  })

  test.each([
    ['app/settings.server.ts', 'process.env'],
    ['scripts/a.mjs', 'process.env'],
    ['vite.config.ts', 'process.env'],
    ['db/lane.ts', 'rawClient().batch([])'],
    ['server/server-lock.ts', 'client.transaction("write")'],
    ['app/routes/a.tsx', '<form method="post">'],
  ])('and not where it belongs: %s: %s', (file, text) => {
    expect(checkFile(file, text)).toEqual([])
  })
})
