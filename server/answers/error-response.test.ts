import { DrizzleQueryError } from 'drizzle-orm'
import { HTTPException } from 'hono/http-exception'
import { expect, test } from 'vitest'
import { TooMuchWorkError } from '#app/models/draw/workers/workers.server.ts'
import { DatabaseUnavailableError } from '#db/failures/condition.ts'
import { LaneFullError } from '#db/lane.ts'
import { OverloadedError } from '#server/visitor/load.ts'
import { answerToError } from './error-response.ts'

const withCode = (code: string, message = code) => Object.assign(new Error(message), { code })
const cases: [string, Error, object][] = [
  ['the server has gone', withCode('SERVER_AWAY'), { status: 503, retryAfter: 30 }],
  ['its quota is used up', withCode('BLOCKED'), { status: 503, retryAfter: 30 }],
  ['it is busy', withCode('TRANSACTION_BUSY'), { status: 503, retryAfter: 5 }],
  ['the file is busy', withCode('SQLITE_BUSY'), { status: 503, retryAfter: 5 }],
  ['the lane is full', new LaneFullError('x'), { status: 503, retryAfter: 5 }],
  ['known trouble', new DatabaseUnavailableError('x'), { status: 503, retryAfter: 30 }],
  ['too much is asked', new OverloadedError(7), { status: 503, retryAfter: 7 }],
  ['too much to calculate', new TooMuchWorkError('x'), { status: 503, retryAfter: 60 }],
  ['not ours to answer', new HTTPException(405), { status: 405 }],
  ['our mistake', new TypeError('x'), { status: 500 }],
]

test.each(cases)('%s: gets the same answer, wrapped or not', (_, error, answer) => {
  for (const thrown of [error, new DrizzleQueryError('select 1', [], error)])
    expect(answerToError(thrown)).toMatchObject(answer)
})

test('a write that may be stored is never reported as undone', () => {
  const unsure = new DatabaseUnavailableError('x', undefined, true)
  expect(answerToError(new Error('outside', { cause: unsure })).words?.text).toMatch(
    /^We don’t know if that was saved/,
  )
})

test('a write that the server will never accept is not to be tried again', () => {
  const error = withCode('ARGS_INVALID', 'Arguments do not match: string or blob too big')
  expect(answerToError(error)).toMatchObject({
    status: 500,
    words: { title: 'Too large for the database server' },
  })
})
