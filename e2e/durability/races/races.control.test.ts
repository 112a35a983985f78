import { raceTests } from './race-tests.ts'

raceTests('node', { isGuarded: false })
