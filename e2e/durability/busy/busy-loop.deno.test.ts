import { busyTest } from './busy-test.ts'

// Longer than the server retries a write: everybody who waited must be told to try again, with nothing written.
busyTest('deno', { longHold: 10_500 })
