import { announce, boot, refuseToStart } from './boot.ts'
import type { PeerOf } from './door.ts'
import { stopOnSignal } from './stop.ts'

/** What we use of Deno; its own types would clash with Node's. */
type Runtime = {
  serve(
    options: { port: number; hostname: string; onListen(address: { port: number }): void },
    handler: (request: Request, info: Info) => Response | Promise<Response>,
  ): { shutdown(): Promise<void> }
}
type Info = { remoteAddr: { hostname?: string } }
const { Deno } = globalThis as unknown as { Deno: Runtime }

const RETRY = { 'Retry-After': '5', Connection: 'close' }
const peerOf: PeerOf = c => (c.env as Info).remoteAddr.hostname ?? ''
const { app, port, hostname } = await boot(peerOf).catch(refuseToStart)

let inFlight = 0
let isStopping = false

const server = Deno.serve(
  { port, hostname, onListen: address => void announce(address.port) },
  async (request, info) => {
    if (isStopping) return new Response('stopping\n', { status: 503, headers: RETRY })
    inFlight += 1
    try {
      return await app.fetch(request, info)
    } finally {
      inFlight -= 1
    }
  },
)
stopOnSignal(async () => {
  isStopping = true
  // Deno's own shutdown would cut off bodies that are still arriving.
  while (inFlight > 0) await new Promise(resolve => setTimeout(resolve, 20))
  await server.shutdown()
})
