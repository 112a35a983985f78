import { killTest } from './kill-test.ts'

killTest('node')
