import { describe, expect, test } from 'vitest'
import { Turns, WorkersFullError } from './turns.ts'

const NEVER = new AbortController().signal

/** A visitor whose work ends on command and records its name when it begins. */
function scene({ most = 4, each = 2 } = {}) {
  const turns = new Turns(most, each)
  const begun: string[] = []
  function come(who: string, name = who, signal: AbortSignal = NEVER) {
    let end = () => {}
    const work = new Promise<void>(resolve => (end = resolve))
    const turn = turns.take(who, signal, () => {
      begun.push(name)
      return work
    })
    const outcome = turn.then(
      () => 'worked',
      error => (error instanceof WorkersFullError ? 'refused' : 'failed'),
    )
    return { end, outcome }
  }
  return { come, begun, turns }
}

/** Works for a few milliseconds, enough to count. */
async function work(turns: Turns, who: string) {
  await turns.take(who, NEVER, () => new Promise(resolve => setTimeout(resolve, 5)))
}

test('one works at a time, and among visitors who worked equally the first to come goes first', async () => {
  const { come, begun } = scene()
  const all = ['a', 'b', 'c'].map(who => come(who))
  for (const one of all) one.end()
  expect(await Promise.all(all.map(one => one.outcome))).toEqual(['worked', 'worked', 'worked'])
  expect(begun).toEqual(['a', 'b', 'c'])
})

describe('a visitor who asks for much', () => {
  test('has a limited number of places, while others still get one', async () => {
    const { come } = scene({ most: 4, each: 2 })
    const flood = [come('a'), come('a'), come('a'), come('a')]
    const other = come('b')
    for (const one of [...flood, other]) one.end()
    expect(await Promise.all(flood.map(one => one.outcome))).toEqual([
      'worked',
      'worked',
      'refused',
      'refused',
    ])
    expect(await other.outcome).toBe('worked')
  })

  test('goes behind those who have worked less', async () => {
    const { come, begun, turns } = scene()
    await work(turns, 'a')
    const running = come('x')
    const [flood, other] = [come('a'), come('b')]
    for (const one of [running, flood, other]) one.end()
    await Promise.all([flood.outcome, other.outcome])
    expect(begun).toEqual(['x', 'b', 'a'])
  })

  test('gives up a place to a visitor who has worked less, when all are taken', async () => {
    const { come, turns } = scene({ most: 3, each: 2 })
    await work(turns, 'a')
    const [running, waiting, late] = [come('a', 'a1'), come('a', 'a2'), come('b')]
    const fresh = come('c')
    expect(await waiting.outcome).toBe('refused')
    for (const one of [running, late, fresh]) one.end()
    expect(await Promise.all([late.outcome, fresh.outcome])).toEqual(['worked', 'worked'])
  })

  test('(control) a visitor who has worked as much as those waiting gets no place', async () => {
    const { come } = scene({ most: 2 })
    const all = [come('a'), come('b'), come('c')]
    expect(await all[2]?.outcome).toBe('refused')
    for (const one of all) one.end()
  })
})

test('a visitor whose time runs out before their turn leaves and makes room', async () => {
  const { come, begun } = scene({ most: 2 })
  const running = come('a')
  const patience = new AbortController()
  const waiting = come('b', 'b', patience.signal)
  patience.abort()
  expect(await waiting.outcome).toBe('refused')
  const next = come('c')
  running.end()
  next.end()
  expect(await next.outcome).toBe('worked')
  expect(begun).toEqual(['a', 'c'])
})

test('the line continues after work that fails', async () => {
  const { turns } = scene()
  const failing = turns.take('a', NEVER, () => Promise.reject(new Error('failed')))
  const next = turns.take('b', NEVER, async () => 'worked')
  await expect(failing).rejects.toThrow('failed')
  expect(await next).toBe('worked')
})
