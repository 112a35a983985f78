import { type ServerType, serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { announce, boot, refuseToStart } from './boot.ts'
import { stopOnSignal } from './stop.ts'

const { app, port, hostname } = await boot(c => getConnInfo(c).remote.address ?? '').catch(
  refuseToStart,
)

const server: ServerType = serve(
  { fetch: app.fetch, port, hostname },
  info => void announce(info.port),
)
server.on('error', refuseToStart)
stopOnSignal(() => new Promise(resolve => server.close(resolve)))
