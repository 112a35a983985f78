import { raceTests } from './race-tests.ts'

raceTests('deno', { isGuarded: true })
