import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { isUnsure, unavailability } from '#db/failures/condition.ts'
import { askServer } from './ask-server.ts'

let status = 200
const server = createServer((_, response) => {
  if (status === 0) response.destroy()
  else if (status === 1) {
    response.writeHead(200, { 'content-length': 100 })
    response.write('{"baton"', () => setTimeout(() => response.destroy(), 20))
  } else response.writeHead(status).end('{}')
})
afterEach(() => server.close())

async function ask(): Promise<unknown> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  if (status < 0) await new Promise(resolve => server.close(resolve))
  const request = new Request(`http://127.0.0.1:${port}`, { method: 'POST', body: '{}' })
  return askServer(request).then(
    answer => answer.status,
    (error: unknown) => [unavailability(error), isUnsure(error)],
  )
}

test.each([
  ['answers', 200, 200],
  ['is not there', -1, ['the database server does not answer', false]],
  ['knows no such request', 404, 404],
  ['ends in the midst of its answer', 1, ['the database server does not answer', true]],
  ['cuts the connection', 0, ['the database server does not answer', true]],
  ['fails', 502, ['the database server does not answer', true]],
  ['knows no such token', 401, ['the database server refuses us', false]],
])('a database server that %s', async (_, state, outcome) => {
  status = state
  expect(await ask()).toEqual(outcome)
})
