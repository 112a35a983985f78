import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import remixOptions from '../../remix.config.js'

// The reasons in docs/security.md why published advisories for the framework cannot be reached here.

const sources = ['app', 'server', 'db'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(ts|tsx|js)$/.test(name) && !/\.test\./.test(name))
    .map(name => ({
      name: path.join(folder, name),
      text: readFileSync(path.join(folder, name), 'utf8'),
    })),
)

/** The sources that use a name as code: not in prose, not as part of another name. */
const using = (name: string) =>
  sources
    .filter(({ text }) => new RegExp(`[<\\s{(,]${name}[\\s(>/,}]`).test(text))
    .map(each => each.name)

test('finds the sources', () => {
  expect(sources.length).toBeGreaterThan(200)
  expect(using('Outlet')).toEqual([path.join('app', 'root.tsx')])
})

describe('nothing of the framework runs in the browser', () => {
  test.each(['Scripts', 'hydrateRoot', 'RemixBrowser', 'LiveReload', 'PrefetchPageLinks'])(
    '%s is not used',
    name => expect(using(name)).toEqual([]),
  )

  test.each([
    'Link',
    'NavLink',
    'Form',
    'useNavigate',
    'useFetcher',
    'useSubmit',
    'ScrollRestoration',
    'Await',
  ])('%s of the router is not used', name =>
    expect(
      sources
        .filter(({ text }) =>
          new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '@remix-run/react'`).test(text),
        )
        .map(each => each.name),
    ).toEqual([]),
  )

  test('the entry of the client is empty', () => {
    const text = readFileSync('app/entry.client.tsx', 'utf8').replace(
      /\/\*[\s\S]*?\*\/|\/\/.*/g,
      '',
    )
    expect(text.replace(/export \{\}/, '').trim()).toBe('')
  })
})

test('single fetch and lazy discovery of routes are off: no turbo-stream, no manifest by request', () => {
  expect(remixOptions.future).toMatchObject({ v3_singleFetch: false, v3_lazyRouteDiscovery: false })
})

test.each([
  'createFileSessionStorage',
  'script:ld\\+json',
  'dangerouslySetInnerHTML',
  'eval',
  'unstable_\\w+',
])('%s is not used', name => expect(using(name)).toEqual([]))
