import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Control, Form } from '../page.ts'
import { builtRoutes } from '../routes.ts'
import { testSite } from '../site.ts'
import { type Attack, anything, attacks, mustBeRefused, typedIn } from './attacks.ts'
import { addCounters, Desk, expectRefusedOrTaken, someone, Witness } from './desk.ts'
import { places, withoutFields } from './forms.ts'
import { seedForForms } from './people-and-events.ts'

const site = testSite({
  seed: seedForForms,
  prepare: addCounters,
  // Without a zone, so that the form for it is there.
  env: { TRUSTED_PROXIES: '1', APP_TIME_ZONE: '' },
})
let witness: Witness
beforeAll(async () => {
  witness = new Witness(site().server.database)
  // Work by the clock right after the start, such as freezing rolls, is not the doing of any form.
  await witness.look()
  for (let quiet = 0; quiet < 10; quiet += 1) {
    await wait(100)
    if ((await witness.look()).length > 0) quiet = 0
  }
})
afterAll(() => witness.close())

test('every address that takes a post is here', async () => {
  const taking = (await builtRoutes()).filter(route => route.hasAction).map(route => route.path)
  const here = [
    ...places.map(({ page, posts = page }) => posts.replace(/\?.*/, '')),
    ...withoutFields,
  ]
  const plain = (path: string) => path.replace(/:\w+/g, ':')
  expect([...new Set(here.map(plain))].sort()).toEqual(taking.map(plain).sort())
})

/** On a machine that is busy with other work. */
const LONG = 120_000

/** The forms are the same on both runtimes: Deno, which `npm start` uses, tries all of them, Node every third. */
const tried = process.env.RUNTIME === 'node' ? places.filter((_, at) => at % 3 === 0) : places

describe.each(tried)('$page ($pool)', place => {
  const desk = () => new Desk(site(), place)

  test('each field, spoilt in every way', { timeout: LONG }, async () => {
    for (const { key, button } of await desk().variants()) await spoilEach(desk(), key, button)
  })

  test('a body that is not one of our forms', { timeout: LONG }, async () => {
    for (const key of new Set((await desk().variants()).map(each => each.key)))
      await sendOther(desk(), key)
  })

  test('anything at all', { timeout: LONG }, async () => {
    for (const { key, button } of (await desk().variants()).slice(0, 2))
      await sendAnything(desk(), key, button)
  })
})

async function spoilEach(desk: Desk, key: string, button: number): Promise<void> {
  let { page, form } = await desk.open(key)
  for (const control of fieldsAndButton(form, button)) {
    // A failed sign-in takes its time, so try several at once; none may write anything anyhow.
    if (desk.place.page === '/login') await Promise.all(attacks.map(spoil))
    else for (const attack of attacks) await spoil(attack)

    async function spoil(attack: Attack): Promise<void> {
      const right = desk.rightOf(form, button)
      const ids = { anotherId: site().seeded.other.id }
      const sent = { ...right, [control.name]: attack.sent(right[control.name] ?? [], ids) }
      await witness.look()
      const answer = await desk.send(page, form, button, sent)
      const what = `${key} ${form.buttons[button]?.text}: ${control.name} ${attack.name}`
      const isButton = control.type === 'button'
      await expectRefusedOrTaken(what, answer, { form, sent, witness, isButton })
      // What is typed is judged when it is sent; until then nothing may be written.
      if (isForMoreRows(form, button)) expect([what, await witness.look()]).toEqual([what, []])
      else if (mustBeRefused(attack.name, control, form))
        expect([what, answer.status]).toEqual([what, expect.toBeOneOf([400, 422, 429])])
      // An input that was accepted has used the page up.
      if (answer.status < 400) ({ page, form } = await desk.open(key))
    }
  }
}

function isForMoreRows(form: Form, button: number): boolean {
  return form.buttons[button]?.value === 'more-rows'
}

function fieldsAndButton(form: Form, button: number): Control[] {
  const name = form.buttons[button]?.name
  return [...typedIn(form), ...(name ? [{ name, type: 'button', isNumber: false }] : [])]
}

async function sendOther(desk: Desk, key: string): Promise<void> {
  const { page, form } = await desk.open(key)
  const address = new URL(form.buttons[0]?.action ?? form.action ?? page.url, page.url).href
  for (const [what, type, body, statuses] of bodies) {
    await witness.look()
    const headers = { 'Content-Type': type, 'X-Forwarded-For': someone() }
    const answer = await desk.visitor().post(address, {}, { body, headers })
    // A bare button ignores what comes with it.
    if (typedIn(form).length === 0 && answer.status === 303) continue
    expect([what, answer.status]).toEqual([what, expect.toBeOneOf(statuses)])
    if (answer.status === 303) continue
    expect([what, answer.heading]).not.toEqual([what, ''])
    expect([what, await witness.look()]).toEqual([what, []])
  }
}

async function sendAnything(desk: Desk, key: string, button: number): Promise<void> {
  const { form: known } = await desk.open(key)
  if (typedIn(known).length === 0) return
  const property = fc.asyncProperty(anything(known), async odd => {
    const { page, form } = await desk.open(key)
    const sent = { ...desk.rightOf(form, button), ...odd }
    await witness.look()
    const answer = await desk.send(page, form, button, sent)
    await expectRefusedOrTaken(`${key} with anything`, answer, { form, sent, witness })
  })
  await fc.assert(property, { numRuns: 5, endOnFailure: true })
}

test('a pin that somebody else took out gets a message, even where everybody was pinned', async () => {
  const { closed } = site().seeded.pools
  const admin = site().as(site().seeded.admin)
  const path = `/events/${closed.at(-1)?.eventId}/pins`
  const fields = { amount: '1', reason: 'Guest' }
  for (let pins = 0; pins < 2; pins += 1)
    await admin.press(await admin.get(path), { form: 'pin', fields })
  const page = await admin.get(path)
  expect(page.words).toContain('There is nobody to reserve tickets for.')
  const [first] = page.forms.filter(form => form.buttons.some(({ value }) => value === 'unpin'))
  const unpin = { ...Object.fromEntries(first?.fields ?? []), was: '7', intent: 'unpin' }
  const answer = await admin.post(path, unpin)
  expect([answer.status, answer.errors]).toEqual([422, expect.stringContaining('changed this')])
})

test('and after all that the server is well, and nothing failed in it', async () => {
  expect((await site().visitor().send('/readyz')).status).toBe(200)
  // The watch finds our counters, which do not belong to the program.
  const failures = site()
    .server.output()
    .split('\n')
    .filter(line => /"level":"(error|fatal)"/.test(line) && !/"kind":"schema"/.test(line))
  expect(failures).toEqual([])
})

const URLENCODED = 'application/x-www-form-urlencoded'
const bodies: [what: string, type: string, body: BodyInit, statuses: number[]][] = [
  ['JSON', 'application/json', '{"name":"x","version":1}', [415]],
  ['plain text', 'text/plain', 'name=x', [415]],
  ['too large', URLENCODED, `name=${'x'.repeat(3 * 1024 * 1024)}`, [413]],
  ['a thousand fields and one', URLENCODED, fieldsOf(1001), [400]],
  ['a list with a place far out', URLENCODED, 'sizes[20000]=1', [400]],
  ['the names of prototypes', URLENCODED, '__proto__=1&__intent__=x&__state__={', [400]],
  [
    'a form in parts that breaks off',
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Dis',
    [400],
  ],
  ['a form in parts without a border', 'multipart/form-data', 'x', [400]],
]

function fieldsOf(count: number): string {
  return Array.from({ length: count }, (_, number) => `f${number}=1`).join('&')
}
