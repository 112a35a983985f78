import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import localSes from 'aws-ses-v2-local'

export type Fault =
  | 'none'
  | 'answers 500'
  | 'answers 500 in plain text'
  | 'throttles'
  | 'rejects'
  | 'answers late'
  /** Takes the mail, like all faults below. */
  | 'hangs'
  | 'hangs in the answer'
  | 'resets'
  | 'answers nonsense'
  | 'answers 504'

export type Received = {
  from: string
  destination: { to: string[]; cc: string[]; bcc: string[] }
  subject: string
  body: { text: string; html: string }
}

/** A local SES behind a proxy with faults. */
export async function startFaultySes() {
  const upstream = await startUpstream()
  const state = { fault: 'none' as Fault }
  const proxy = createServer((request, response) => {
    answer(request, response, state.fault, upstream.url).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: urlOf(proxy),
    setFault(fault: Fault) {
      state.fault = fault
    },
    async received(): Promise<Received[]> {
      const store = await (await fetch(`${upstream.url}/store`)).json()
      return (store as { emails: Received[] }).emails
    },
    async clear() {
      state.fault = 'none'
      await fetch(`${upstream.url}/clear-store`, { method: 'POST' })
    },
    stop() {
      for (const server of [proxy, upstream.server]) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}

/** A CommonJS package: the function is under `default` once or twice, depending on the loader. */
async function startUpstream() {
  const start = (localSes as unknown as { default?: typeof localSes }).default ?? localSes
  const server = await start({ host: '127.0.0.1', port: 0 })
  return { server, url: urlOf(server) }
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault,
  upstream: string,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  if (fault === 'answers 500') return refuse(response, 500, 'InternalFailure', 'Try later.')
  if (fault === 'throttles')
    return refuse(response, 400, 'Throttling', 'Maximum sending rate exceeded.')
  if (fault === 'rejects') return refuse(response, 400, 'MessageRejected', 'Not verified.')
  if (fault === 'answers 500 in plain text') return void response.writeHead(500).end('out of order')
  const taken = await fetch(upstream, {
    method: 'POST',
    headers: {
      'content-type': request.headers['content-type'] ?? '',
      authorization: request.headers.authorization ?? '',
    },
    body: Buffer.concat(chunks),
  })
  const text = await taken.text()
  if (fault === 'answers late') await wait(30)
  if (fault === 'hangs') return
  if (fault === 'hangs in the answer') return void response.writeHead(200).write(text.slice(0, 40))
  if (fault === 'resets') return void request.socket.resetAndDestroy()
  if (fault === 'answers nonsense') return void response.writeHead(200).end('<html>hello')
  if (fault === 'answers 504') return void response.writeHead(504).end('gateway timeout')
  response.writeHead(taken.status, { 'content-type': 'text/xml' }).end(text)
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response
    .writeHead(status, { 'content-type': 'text/xml' })
    .end(
      `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    )
}
