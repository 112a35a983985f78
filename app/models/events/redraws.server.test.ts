import { expect, test } from 'vitest'
import { sealAnother } from '#app/models/draw/another-draw.server.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { eachOfHistory } from './history.server.ts'
import { findRedraws } from './redraws.server.ts'
import { sayRedraws } from './redraws.ts'

testDatabase()

test('each further draw of an event is told with its reason, a first one not', async () => {
  const { event, viewer } = await drawnEvent(['1', '1'], 1)
  expect(sayRedraws(await findRedraws(event.id))).toBeNull()
  const choice = { rule: 'plain' as const, cap: null, publicValueSource: null }
  for (const [draw, reason] of [
    [2, 'A request was lost by us'],
    [3, 'The band wants more seats'],
  ] as const) {
    expect(await sealAnother(event.id, viewer, { draw, reason, ...choice })).toMatchObject({
      refusal: undefined,
    })
    expect((await makeDraw(event.id, draw, viewer)).refusal).toBeUndefined()
  }
  const said =
    'This is draw 3 of this event. Why draw 2: “A request was lost by us”. Why draw 3: “The band wants more seats”.'
  expect(sayRedraws(await findRedraws(event.id))).toBe(said)
  expect(sayRedraws(await findRedraws(event.id, 2))).toContain('This is draw 2 of this event.')
  for await (const rows of await eachOfHistory(viewer, {}))
    expect(rows.map(({ redraws }) => redraws)).toEqual([said])
})
