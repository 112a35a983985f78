import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { noteLive } from '#app/models/sign-in/session/live-session.ts'
import type { Door } from '#server/door.ts'
import { visitorOf } from '#server/visitor/visitor.ts'
import { BodyRoom } from './body-room.ts'

describe('the room for bodies', () => {
  test('gives each visitor a quarter, however many bodies it sends', () => {
    const room = new BodyRoom(400)
    const [first, second, other] = [room.enter('a'), room.enter('a'), room.enter('b')]
    expect([first.take(60), second.take(40), second.take(1)]).toEqual([true, true, false])
    expect([other.take(100), other.take(1)]).toEqual([true, false])
  })

  test('is full when all visitors together fill it, even for a new one', () => {
    const room = new BodyRoom(400)
    const taken = ['a', 'b', 'c', 'd', 'e'].map(visitor => room.enter(visitor).take(90))
    expect(taken).toEqual([true, true, true, true, false])
  })

  test('gets back what a body took when it leaves, and only once', () => {
    const room = new BodyRoom(400)
    const [first, second] = [room.enter('a'), room.enter('a')]
    first.take(70)
    second.take(30)
    first.leave()
    first.leave()
    expect([second.take(70), second.take(1)]).toEqual([true, false])
  })

  test('counts nothing for a body that it refused', () => {
    const room = new BodyRoom(400)
    const place = room.enter('a')
    expect([place.take(101), place.take(100)]).toEqual([false, true])
    place.leave()
    expect(room.enter('a').take(100)).toBe(true)
  })
})

test.each([
  ['two addresses are two', { from: '203.0.113.1' }, { from: '203.0.113.2' }, 2],
  ['a range of version 6 is one', { from: '2001:db8::1' }, { from: '2001:db8::2' }, 1],
  [
    'an ended session counts by its network',
    { session: 'ended', from: '203.0.113.1' },
    { from: '203.0.113.1' },
    1,
  ],
  ['two sessions at one address are two', { session: 'a' }, { session: 'b' }, 2],
  [
    'one session at two addresses is one visitor',
    { session: 'a', from: '203.0.113.1' },
    { session: 'a' },
    1,
  ],
])('of visitors, %s', async (_, one, other, many) => {
  const app = new Hono<Door>()
  app.get('/', c => {
    c.set('address', c.req.header('from') ?? '203.0.113.9')
    const session = c.req.header('session')
    c.set('sessionToken', session)
    if (session && session !== 'ended') noteLive(session)
    return c.text(visitorOf(c))
  })
  const visitors = await Promise.all(
    [one, other].map(async headers => (await app.request('/', { headers })).text()),
  )
  expect(new Set(visitors).size).toBe(many)
})
