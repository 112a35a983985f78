import { expect, test } from 'vitest'
import { firstSteps } from './first-steps.ts'

const nothing = { people: 1, events: 0, isMailOn: false, hasOwnZone: false }
const done = (facts: Partial<typeof nothing>) =>
  firstSteps({ ...nothing, ...facts }).flatMap(({ label, isDone }) => (isDone ? [label] : []))

test('each step is ticked by what was done, and the first admin alone is nobody added', () => {
  expect(done({})).toEqual([])
  expect(done({ people: 2 })).toEqual(['Add people'])
  expect(done({ events: 1 })).toEqual(['Create an event'])
  expect(done({ isMailOn: true })).toEqual(['Set up email'])
  expect(done({ hasOwnZone: true })).toEqual(['Set your time zone'])
})
