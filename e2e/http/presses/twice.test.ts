import { describe, expect, test } from 'vitest'
import { rowsOf } from '../database.ts'
import { testSite } from '../site.ts'
import { type Case, cases, setScene } from './cases.ts'
import { pressTwice, type Way, withoutKey } from './pressing.ts'

const WAYS: Way[] = ['one after the other', 'while the first is at work']
const UNGUARDED = 'without a key'

const site = testSite({
  env: {
    ...{ MAIL_ENABLED: 'true', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    // Nobody listens there, so no mail leaves.
    SES_ENDPOINT: 'http://127.0.0.1:9',
  },
  seed: async () => ({
    [WAYS[0] as string]: await setScene(),
    [WAYS[1] as string]: await setScene(),
    [UNGUARDED]: await setScene(),
  }),
})

async function outcomeOf(what: Case, sceneName: string, way: Way, isGuarded = true) {
  const scene = site().seeded[sceneName] as Awaited<ReturnType<typeof setScene>>
  const visitor = what.who(site(), scene)
  const opened = await visitor.get(what.path(scene))
  const page = what.before ? await visitor.submit(opened, what.before(scene)) : opened
  const press = isGuarded ? what.press(scene) : withoutKey(what.press(scene))
  const shown = await pressTwice(visitor, page, press, way)
  const [query, args] = what.counts?.(scene) ?? []
  const made = query ? (await rowsOf(site().server.database, query, args)).length : 1
  const address = new URL(shown.url).pathname
  return { status: shown.status, address, words: shown.words, made }
}

const rightOutcome = ({ lands, says }: Case) => ({
  ...{ status: 200, made: 1 },
  ...{ address: expect.stringMatching(lands), words: expect.stringMatching(says) },
})

describe.each(WAYS)('pressed twice without script, %s', way => {
  test.each(Object.entries(cases))('%s is done once and says so', async (_, what) => {
    expect(await outcomeOf(what, way, way)).toEqual(rightOutcome(what))
  })
})

describe('without a key in the form', () => {
  test.each(Object.entries(cases))('%s: the second press is another one', async (_, what) => {
    const outcome = await outcomeOf(what, UNGUARDED, 'one after the other', false)
    expect(outcome).not.toEqual(rightOutcome(what))
  })
})
