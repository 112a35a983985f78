import { announce, boot, refuseToStart } from './boot.ts'
import type { PeerOf } from './door.ts'
import { log } from './log.ts'
import { stopOnSignal } from './stop.ts'

/** Deno's own types would clash with Node's. */
type Runtime = {
  serve(
    options: { port: number; hostname: string; onListen(address: { port: number }): void },
    handler: (request: Request, info: Info) => Response | Promise<Response>,
  ): Server
}
type Server = { finished: Promise<void>; shutdown(): Promise<void> }
type Info = { remoteAddr: { hostname?: string } }
const { Deno } = globalThis as unknown as { Deno: Runtime }

const RETRY = { 'Retry-After': '5', Connection: 'close' }
const peerOf: PeerOf = c => (c.env as Info).remoteAddr.hostname ?? ''
const { app, port, hostname } = await boot(peerOf).catch(refuseToStart)

let inFlight = 0
let isStopping = false

async function answer(request: Request, info: Info): Promise<Response> {
  if (isStopping) return new Response('stopping\n', { status: 503, headers: RETRY })
  inFlight += 1
  try {
    return await app.fetch(request, info)
  } finally {
    inFlight -= 1
  }
}

/** Milliseconds. */
const AGAIN = { after: 250, tries: 120 }

// Without a free file descriptor Deno's listener fails; its connections drop, which frees theirs for a new listener.
function listen(onListen: (address: { port: number }) => void): Server {
  const listening = Deno.serve({ port, hostname, onListen }, answer)
  listening.finished.catch(async error => {
    if (isStopping) return
    log.error({ err: error }, 'the listener failed; listening again')
    await listenAgain()
  })
  return listening
}

async function listenAgain(): Promise<void> {
  for (let tries = 1; !isStopping; tries += 1) {
    await new Promise(resolve => setTimeout(resolve, AGAIN.after))
    try {
      server = listen(address => log.info({ port: address.port }, 'serving again'))
      return
    } catch (error) {
      if (tries === AGAIN.tries) refuseToStart(error)
    }
  }
}

let server = listen(address => void announce(address.port))
stopOnSignal(async () => {
  isStopping = true
  // Deno's own shutdown cuts off bodies that are still arriving.
  while (inFlight > 0) await new Promise(resolve => setTimeout(resolve, 20))
  await server.shutdown().catch(() => undefined)
})
