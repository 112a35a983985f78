import { expect, test } from 'vitest'
import { broken } from '../broken/preload.ts'
import { busyLoop } from './busy-loop.ts'

const control = { runtime: 'node', rounds: 4, seed: 5, patience: 3000 } as const

test('(control) a connection that is not replaced after BUSY writes nothing again', async () => {
  const report = await busyLoop({ ...control, env: broken('no-reconnect') })
  expect(report.wrongs).toContainEqual(expect.stringContaining('nothing is written any more'))
})

test('(control) what such a connection acknowledges without a batch and a proof is lost', async () => {
  const env = broken('lone-writer', 'no-proof')
  const report = await busyLoop({ ...control, env })
  expect(report.wrongs).toContainEqual(expect.stringMatching(/acknowledged.* is lost/))
})

test('(control) the proof alone ends a server before it acknowledges a lost write', async () => {
  const report = await busyLoop({ ...control, env: broken('lone-writer') })
  expect(report.exitCode).toBe(70)
  expect(report.wrongs.join()).not.toContain('is lost')
})
