import { busyTest } from './busy-test.ts'

// Longer than a write is tried: then everybody who waited is told to try again, and nothing may have been written.
busyTest('deno', { longHold: 10_500 })
