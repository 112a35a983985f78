import { onTestFinished, vi } from 'vitest'

const real = await vi.importActual<typeof import('#app/models/sign-in/pace.ts')>(
  '#app/models/sign-in/pace.ts',
)
let isKept = false

/** In the place of `noEarlierThan`: a failed try takes 600 ms, asking for a link 300, and few tests are about that. */
export const paceIfKept: typeof real.noEarlierThan = (milliseconds, work) =>
  real.noEarlierThan(isKept ? milliseconds : 0, work)

/** For the rest of this test. */
export function keepPace(): void {
  isKept = true
  onTestFinished(() => {
    isKept = false
  })
}
