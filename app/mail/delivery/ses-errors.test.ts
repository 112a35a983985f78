import { expect, test } from 'vitest'
import { answerOfError } from './ses-errors.ts'

const named = (name: string, message = '', extra = {}) =>
  Object.assign(new Error(message), { name, ...extra })

test('what failed before anything was sent is a failure, everything else without an answer is unknown', () => {
  const noConnection = 'the request socket did not establish a connection with the server within …'
  expect(answerOfError(named('TimeoutError', noConnection)).outcome).toBe('failed')
  expect(answerOfError(named('CredentialsProviderError')).outcome).toBe('failed')
  expect(answerOfError(named('Error', '', { code: 'CERT_HAS_EXPIRED' })).outcome).toBe('failed')
  expect(answerOfError(named('TimeoutError', 'timed out')).outcome).toBe('unknown')
  expect(answerOfError(named('Error', '', { code: 'EPIPE' })).outcome).toBe('unknown')
  for (const thrown of [undefined, null, 'text', {}]) {
    expect(answerOfError(thrown)).toEqual({ outcome: 'unknown', error: 'An unknown error.' })
  }
})

test('every way in which SES says "too fast" is known', () => {
  const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })
  for (const error of [
    named('Throttling', 'Maximum sending rate exceeded.', status(400)),
    named('ThrottlingException', '', status(400)),
    named('TooManyRequestsException', '', status(429)),
    named('SomethingElse', 'Maximum sending rate exceeded.', status(454)),
    named('SomethingElse', '', status(429)),
  ]) {
    expect(answerOfError(error).outcome).toBe('throttled')
  }
})

test('what SES would refuse again is a refusal, and wrong credentials are not: they can be mended', () => {
  const status = { $metadata: { httpStatusCode: 400 } }
  for (const name of [
    'MessageRejected',
    'InvalidParameterValue',
    'MailFromDomainNotVerifiedException',
  ]) {
    expect(answerOfError(named(name, 'no', status))).toEqual({
      outcome: 'refused',
      error: `${name}: no`,
    })
  }
  expect(answerOfError(named('InvalidClientTokenId', '', status)).outcome).toBe('failed')
})
