import { expect, test } from 'vitest'
import { readSetupCall } from './setup-call.ts'

test('without options it asks for everything', () => {
  expect(readSetupCall([])).toEqual({
    name: undefined,
    email: undefined,
    another: false,
    link: false,
    promote: false,
    demo: false,
    force: false,
    help: false,
  })
})

test.each([
  [['--nmae', 'Ada'], /--nmae/],
  [['Ada'], /Ada/],
  [['--name'], /--name/],
  [['--demo', '--email', 'ada@example.org'], /stands alone/],
  [['--force'], /belongs to --demo/],
])('%j is refused with a reason', (args, reason) => {
  expect(() => readSetupCall(args)).toThrow(reason)
})
