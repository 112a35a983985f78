// Prints, a line for each, for how many milliseconds the event loop of the process was held.
// With COPY_ON_LOOP=from|to it then copies a database on the event loop itself, as the control.
import path from 'node:path'
import { setInterval, setTimeout } from 'node:timers'
import { pathToFileURL } from 'node:url'
import { isMainThread } from 'node:worker_threads'

const NOTED = 5

// Node also loads this into worker threads, which may hold their own loop.
if (isMainThread) {
  recordHolds()
  copyOnLoop()
}

function recordHolds() {
  let last = performance.now()
  setInterval(() => {
    const now = performance.now()
    const held = Math.round((now - last) * 10) / 10
    if (held > NOTED) console.log(JSON.stringify({ held, time: new Date(), msg: 'held' }))
    last = now
  }, 1).unref()
}

function copyOnLoop() {
  const [source, target] = process.env.COPY_ON_LOOP?.split('|') ?? []
  if (!source || !target) return
  setTimeout(async () => {
    const worker = pathToFileURL(path.resolve('build/server/copy-worker.js')).href
    const { default: copy } = await import(worker)
    const started = performance.now()
    await copy({ source, target })
    const ms = Math.round(performance.now() - started)
    // The next turn of the loop records the hold.
    setTimeout(
      () =>
        console.log(JSON.stringify({ time: new Date(), ms: ms + 20, msg: 'copied on the loop' })),
      20,
    )
  }, 3000).unref()
}
