import { busyTest } from './busy-test.ts'

// Longer than the lane tries: then it says "try again", and nothing may have been written.
busyTest('deno', { longHold: 10_500 })
