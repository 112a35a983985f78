import type { DeliveryAnswer } from './retry.ts'

const PERMANENT = /^(MessageRejected|InvalidParameterValue|MailFromDomainNotVerified)/
const TOO_FAST = /^(Throttl|TooManyRequests)/
/** A gateway's answer says nothing about the server behind it. */
const GATEWAY = new Set([502, 504])
/** Before the first byte was sent: no name, route, connection, trust or credentials. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|CERT_\w+|ERR_TLS_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/

type Details = {
  name?: string
  message?: string
  code?: string
  $metadata?: { httpStatusCode?: number }
  $response?: { statusCode?: number }
}

/** What is not known to have failed is unknown: SES may have taken the mail. */
export function answerOfError(thrown: unknown): DeliveryAnswer {
  const details = (thrown ?? {}) as Details
  return { outcome: outcomeOf(details), error: sayError(details) }
}

function outcomeOf(details: Details): Exclude<DeliveryAnswer['outcome'], 'sent'> {
  const { name = '', message = '', code = '' } = details
  const status = details.$metadata?.httpStatusCode ?? details.$response?.statusCode
  if (status === undefined) {
    const isCertain =
      NEVER_SENT.test(code) ||
      name === 'CredentialsProviderError' ||
      message.includes('did not establish a connection')
    return isCertain ? 'failed' : 'unknown'
  }
  if (status === 429 || TOO_FAST.test(name) || /sending rate exceeded/i.test(message)) {
    return 'throttled'
  }
  if (status < 400 || GATEWAY.has(status)) return 'unknown'
  return PERMANENT.test(name) ? 'refused' : 'failed'
}

function sayError({ name, message, code }: Details): string {
  const cause = [...new Set([name, code])].filter(part => part && part !== 'Error').join(' ')
  return [cause, message].filter(Boolean).join(': ').slice(0, 500) || 'An unknown error.'
}
