import { announce, boot, refuseToStart } from './boot.ts'
import { stopOnSignal } from './stop.ts'

/** What we use of Deno; its own types would clash with Node's. */
type Runtime = {
  serve(
    options: { port: number; hostname: string; onListen(address: { port: number }): void },
    handler: (
      request: Request,
      info: { remoteAddr: { hostname?: string } },
    ) => Response | Promise<Response>,
  ): { shutdown(): Promise<void> }
}
const { Deno } = globalThis as unknown as { Deno: Runtime }

const peers = new WeakMap<Request, string>()
const { app, port, hostname } = await boot(c => peers.get(c.req.raw) ?? '').catch(refuseToStart)

const server = Deno.serve(
  { port, hostname, onListen: address => void announce(address.port) },
  (request, info) => {
    peers.set(request, info.remoteAddr.hostname ?? '')
    return app.fetch(request)
  },
)
stopOnSignal(() => server.shutdown())
