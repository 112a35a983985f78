import { busyTest } from './busy-test.ts'

busyTest('node')
