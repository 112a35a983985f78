import { describe, expect, test } from 'vitest'
import { checkAll, checkFile, NOUN_MAY_IMPORT } from './check-imports.mjs'

test('every file keeps to the import directions', () => {
  expect(checkAll()).toEqual([])
})

describe('reports an import against the directions', () => {
  test.each([
    ['app/routes/a.tsx', "import { db } from '#db/client.ts'", 'route may not import db'],
    ['app/routes/a.tsx', "import { x } from '../mail/x.ts'", 'route may not import mail'],
    ['app/routes/a.tsx', "const x = await import('#server/log.ts')", 'route may not import server'],
    ['app/http/a.ts', "import { x } from '#app/components/x.tsx'", 'http may not import component'],
    ['app/http/a.ts', "import '#db/lane.ts'", 'http may not import db'],
    [
      'app/models/events/a.server.ts',
      "import { x } from '#app/http/forms/form.server.ts'",
      'may not import http',
    ],
    [
      'app/models/events/a.server.ts',
      "import {\n  x,\n} from '../../routes/x.tsx'",
      'may not import route',
    ],
    [
      'app/models/events/a.ts',
      "import { x } from './a.server.ts'",
      'pure model may not import model',
    ],
    [
      'app/models/events/a.ts',
      "import { settings } from '#app/settings.server.ts'",
      'may not import settings',
    ],
    [
      'app/values/a.ts',
      "import { x } from '#app/models/events/event.ts'",
      'values may not import pure model',
    ],
    [
      'app/components/a.tsx',
      "import { x } from '../models/events/event.ts'",
      'may not import pure model',
    ],
    ['app/mail/a.ts', "import { x } from './outbox.server.ts'", 'mail may not import outbox'],
    ['app/values/a.ts', "import { x } from '#db/client.ts'", 'values may not import db'],
    ['db/a.ts', "export { x } from '#app/models/events/event.ts'", 'db may not import pure model'],
    [
      'app/settings.server.ts',
      "import { x } from '#app/models/events/event.ts'",
      'may not import pure model',
    ],
    [
      'app/models/events/a.server.ts',
      "import { x } from '#app/models/draw/preparing/pins.ts'",
      'events may not import draw',
    ],
    [
      'app/models/draw/workers/a.ts',
      "import { x } from '../pins.ts'",
      'draw/workers may not import draw',
    ],
    [
      'app/models/draw/public/a.ts',
      "import { x } from '#app/models/grid/amounts.ts'",
      'draw may not import grid',
    ],
    ['app/models/new/a.ts', '', 'no line in NOUN_MAY_IMPORT'],
  ])('%s: %s', (file, text, complaint) => {
    expect(checkFile(file, text).join()).toContain(complaint)
  })
})

test('no nouns import one another in a circle', () => {
  const nouns = NOUN_MAY_IMPORT as Record<string, string[]>
  const below = (noun: string, path: string[] = []): string[][] =>
    path.includes(noun)
      ? [[...path, noun]]
      : (nouns[noun] ?? []).flatMap(each => below(each, [...path, noun]))
  expect(Object.keys(nouns).flatMap(noun => below(noun))).toEqual([])
})

test('values may be imported by every room', () => {
  const text = "import { newId } from '#app/values/id.ts'"
  for (const file of ['app/allocation/a.ts', 'app/models/draw/workers/a.ts', 'db/a.ts'])
    expect(checkFile(file, text)).toEqual([])
})

describe('type-only imports may come from anywhere', () => {
  test.each([
    "import type { Viewer } from '#app/models/sign-in/session/session.server.ts'",
    "import { type A, type B as C } from '#db/schema.ts'",
    "// import { db } from '#db/client.ts'",
  ])('%s', text => {
    expect(checkFile('app/components/a.tsx', text)).toEqual([])
  })

  test('but one value among the types counts as an import', () => {
    expect(
      checkFile('app/components/a.tsx', "import { type A, b } from '#db/schema.ts'"),
    ).not.toEqual([])
  })
})

describe('reports a forbidden word', () => {
  test.each([
    ['app/models/events/a.server.ts', 'process.env.PORT'],
    ['server/a.ts', 'process.env.PORT'],
    ['app/models/events/a.server.ts', 'await rawClient().batch([])'],
    ['app/models/events/a.server.ts', 'db().transaction(async tx => {})'],
    ['server/a.ts', 'client.execute("DELETE FROM users")'],
    ['app/models/events/a.server.ts', 'sql`INSERT INTO audit_entries (at) VALUES (1)`'],
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
    ['server/database/server-lock.ts', 'client.transaction("write")'],
    ['app/routes/a.tsx', '<form method="post">'],
  ])('and not where it belongs: %s: %s', (file, text) => {
    expect(checkFile(file, text)).toEqual([])
  })
})
