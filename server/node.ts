import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { announce, boot, refuseToStart } from './boot.ts'
import { log } from './log.ts'
import { stopOnSignal } from './stop.ts'

const { app, port, hostname } = await boot(c => getConnInfo(c).remote.address ?? '').catch(
  refuseToStart,
)

/** Milliseconds. Bodies have their own clock at the door; a proxy must not find a kept connection just closed. */
const serverOptions = { headersTimeout: 15_000, requestTimeout: 90_000, keepAliveTimeout: 75_000 }

/** In a rush more connect at once than Node lets wait by itself; who finds no room is not told, and tries for minutes. */
const backlog = 4096

const server: ServerType = createAdaptorServer({ fetch: app.fetch, hostname, serverOptions })
server.once('error', refuseToStart)
server.listen({ port, host: hostname, backlog }, () => {
  server.off('error', refuseToStart)
  // Without a file descriptor nothing is accepted for a while, which is no reason to end.
  server.on('error', error => log.error({ err: error }, 'the listener failed'))
  const address = server.address()
  void announce(typeof address === 'object' && address ? address.port : port)
})
stopOnSignal(
  () =>
    new Promise(resolve => {
      server.close(resolve)
      // Connections that were in use at that moment would be kept open for the client's next request.
      setInterval(
        () => 'closeIdleConnections' in server && server.closeIdleConnections(),
        50,
      ).unref()
    }),
)
