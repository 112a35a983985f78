import { expect, test } from 'vitest'
import { readChanges } from '#app/models/audit/change.ts'
import { testDatabase } from '#app/testing/database.ts'
import { sealedEvent } from '#app/testing/draws.ts'
import { lastAudited } from '#app/testing/trail.ts'
import { chooseRule, defaultChoice, findChoice } from './choice.server.ts'

testDatabase()

test('the audit trail of a choice has the new values beside the old ones', async () => {
  const { event, viewer } = await sealedEvent(['1'])
  const atFirst = await findChoice(event.id, 1)
  await chooseRule(event.id, { ...defaultChoice, rule: 'plain', cap: 2 }, viewer)
  const written = await findChoice(event.id, 1)
  const { before, after } = await lastAudited('rule.chosen')
  const valuesOf = ({ rule, cap, chosenAt, chosenByName }: typeof after) => ({
    rule,
    cap,
    chosenAt,
    chosenByName,
  })
  expect(valuesOf(before)).toEqual(valuesOf(atFirst))
  expect(valuesOf(after)).toEqual(valuesOf(written))
  expect(after).toMatchObject({ rule: 'plain', chosenByName: viewer.name })
  const shown = readChanges(JSON.stringify(before), JSON.stringify(after), String)
  expect(shown.find(({ name }) => name === 'chosen by name')?.after).toBe(viewer.name)
  expect(shown.map(({ name }) => name)).not.toContain('event id')
})
