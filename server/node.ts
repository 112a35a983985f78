import { type ServerType, serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { announce, boot, refuseToStart } from './boot.ts'
import { stopOnSignal } from './stop.ts'

const { app, port, hostname } = await boot(c => getConnInfo(c).remote.address ?? '').catch(
  refuseToStart,
)

/** Milliseconds. Bodies have their own clock at the door; a proxy must not find a kept connection just closed. */
const serverOptions = { headersTimeout: 15_000, requestTimeout: 90_000, keepAliveTimeout: 75_000 }

const server: ServerType = serve(
  { fetch: app.fetch, port, hostname, serverOptions },
  info => void announce(info.port),
)
server.on('error', refuseToStart)
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
