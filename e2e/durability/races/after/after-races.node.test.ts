import { afterRaces } from './after-tests.ts'

afterRaces('node', { isGuarded: true })
