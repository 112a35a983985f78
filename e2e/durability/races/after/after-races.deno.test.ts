import { afterRaces } from './after-tests.ts'

afterRaces('deno', { isGuarded: true })
