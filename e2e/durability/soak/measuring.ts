import { readdirSync, readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

/** Undefined where the system has no /proc (only Linux has). */
export function readProcess(
  pid: number | undefined,
): { megabytes: number; descriptors: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1])
    return { megabytes: kilobytes / 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length }
  } catch {
    return undefined
  }
}

/** Every quarter of a second, on another event loop, so that no visitor delays it. */
const PROBE = `const { parentPort, workerData } = require('node:worker_threads')
const { get } = require('node:http')
const ask = () => {
  const started = performance.now()
  const request = get(workerData, response => {
    response.resume()
    response.once('end', () => parentPort.postMessage(performance.now() - started))
    response.once('close', () => setTimeout(ask, 250))
  })
  request.once('error', () => setTimeout(ask, 250))
}
ask()`

export function startProbe(url: string) {
  const worker = new Worker(PROBE, { eval: true, workerData: url })
  let taken: number[] = []
  worker.on('message', (milliseconds: number) => taken.push(milliseconds))
  return {
    take(): number[] {
      const values = taken
      taken = []
      return values
    },
    stop: () => worker.terminate(),
  }
}
