import fc from 'fast-check'
import { type Role, roles } from '../rights/rules.ts'
import type { Route } from '../routes.ts'
import { type Body, body } from './bodies.ts'
import { type Change, change, fieldName, oddText } from './values.ts'

/** An index into a list that is known only when the action runs; taken modulo its length. */
export type Place = number

export type Action =
  | {
      does: 'send'
      role: Role
      route: Route
      ids: Place
      odd: string | undefined
      spelt: Spelling
      query: [string, string][]
      method: string
      body: Body
      headers: Record<string, string>
    }
  | {
      does: 'press'
      role: Role
      route: Route
      ids: Place
      form: Place
      button: Place
      changes: Change[]
    }

export const spellings = [
  'as it is',
  'slash',
  'slashes',
  'capitals',
  'escaped',
  'dots',
  'data',
  'cut',
] as const
export type Spelling = (typeof spellings)[number]

const often = <Value>(weight: number, arbitrary: fc.Arbitrary<Value>) => ({ weight, arbitrary })
const place = fc.nat(10_000)
const route = (routes: Route[]) => fc.constantFrom(...routes)
const someone = (whom: readonly Role[]) => fc.constantFrom(...whom)

const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  often(6, fc.constant({})),
  often(
    2,
    fc.constantFrom<Record<string, string>>(
      ...[
        { Accept: 'application/json' },
        { 'Accept-Encoding': 'br;q=x, gzip, *' },
        { Range: 'bytes=0-' },
      ],
      ...[
        { 'If-None-Match': '*' },
        { 'If-Modified-Since': 'never' },
        { 'Accept-Language': 'x'.repeat(900) },
      ],
      ...[
        { 'X-HTTP-Method-Override': 'DELETE' },
        { 'X-Forwarded-For': '::ffff:1.2.3.4, x, \u00ff' },
      ],
      ...[{ 'X-Forwarded-Host': 'evil.example' }, { Forwarded: 'for="[::1]";host=evil.example' }],
      ...[
        { 'X-Remix-Response': 'yes' },
        { Purpose: 'prefetch' },
        { 'User-Agent': '\u00ff\u009b31m' },
      ],
      ...[
        { 'Content-Encoding': 'gzip' },
        { 'Sec-Fetch-Site': 'none' },
        { 'X-Original-URL': '/admin' },
      ],
    ),
  ),
)

export const send = (
  routes: Route[],
  names: string[],
  whom: readonly Role[] = roles,
): fc.Arbitrary<Action> =>
  fc.record({
    does: fc.constant('send' as const),
    role: someone(whom),
    route: route(routes),
    ids: place,
    odd: fc.option(oddText, { freq: 4, nil: undefined }),
    spelt: fc.oneof(
      often(7, fc.constant('as it is' as const)),
      often(2, fc.constantFrom(...spellings)),
    ),
    query: fc.oneof(
      often(2, fc.constant<[string, string][]>([])),
      often(1, fc.array(fc.tuple(fieldName(names), oddText), { maxLength: 5 })),
    ),
    method: fc.oneof(
      often(5, fc.constant('GET')),
      often(6, fc.constant('POST')),
      often(1, fc.constantFrom('HEAD', 'PUT', 'DELETE')),
    ),
    body: body(names),
    headers: oddHeaders,
  })

export const press = (routes: Route[], whom: readonly Role[]): fc.Arbitrary<Action> =>
  fc.record({
    does: fc.constant('press' as const),
    role: someone(whom),
    route: route(routes.filter(each => each.hasPage)),
    ids: place,
    form: place,
    button: place,
    changes: fc.array(change, { minLength: 5, maxLength: 5 }),
  })
