import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { announce, boot, refuseToStart } from './boot.ts'
import { log } from './log.ts'
import { stopOnSignal } from './stop.ts'

const { app, port, hostname } = await boot(c => getConnInfo(c).remote.address ?? '').catch(
  refuseToStart,
)

/** Milliseconds. The door times bodies; kept connections must outlive those of a proxy. */
const serverOptions = { headersTimeout: 15_000, requestTimeout: 90_000, keepAliveTimeout: 75_000 }

/** Connections that find no room in the backlog get no error and retry for minutes. */
const backlog = 4096

const server: ServerType = createAdaptorServer({ fetch: app.fetch, hostname, serverOptions })
server.once('error', refuseToStart)
server.listen({ port, host: hostname, backlog }, () => {
  server.off('error', refuseToStart)
  // Out of file descriptors, it accepts nothing for a while; that is no reason to exit.
  server.on('error', error => log.error({ err: error }, 'the listener failed'))
  const address = server.address()
  void announce(typeof address === 'object' && address ? address.port : port)
})
stopOnSignal(
  () =>
    new Promise(resolve => {
      server.close(resolve)
      // Otherwise busy connections stay open for the client's next request.
      setInterval(
        () => 'closeIdleConnections' in server && server.closeIdleConnections(),
        50,
      ).unref()
    }),
)
