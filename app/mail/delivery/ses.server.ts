import { formatAddress, isSendableAddress } from '#app/mail/address.ts'
import { settings } from '#app/settings.server.ts'
import type { DeliveryAnswer } from './retry.ts'
import { answerOfError } from './ses-errors.ts'

export type Letter = { toEmail: string; subject: string; text: string; html: string }
export type Send = (letter: Letter) => Promise<DeliveryAnswer>

/** Milliseconds; `whole` is less than a stop waits. */
const TIMEOUTS = { connection: 4000, answer: 8000, whole: 10_000 }

/** Loads the client at the first mail: most starts never need it. */
export function sesSender(timeouts = TIMEOUTS): Send {
  let opened: ReturnType<typeof openClient> | undefined
  return async letter => {
    if (!isSendableAddress(letter.toEmail)) {
      return {
        outcome: 'refused',
        error: 'Email can’t be sent to this address.',
      }
    }
    try {
      opened ??= openClient(timeouts)
      const { client, SendEmailCommand } = await opened
      const answer = await client.send(new SendEmailCommand(messageOf(letter)), {
        abortSignal: AbortSignal.timeout(timeouts.whole),
      })
      if (answer.MessageId) return { outcome: 'sent', providerId: answer.MessageId }
      return { outcome: 'unknown', error: 'Amazon SES answered without the id of the email.' }
    } catch (error) {
      return answerOfError(error)
    }
  }
}

async function openClient(timeouts: typeof TIMEOUTS) {
  const { SESClient, SendEmailCommand } = await import('@aws-sdk/client-ses')
  const {
    AWS_REGION,
    AWS_ACCESS_KEY_ID = '',
    AWS_SECRET_ACCESS_KEY = '',
    SES_ENDPOINT,
  } = settings()
  const client = new SESClient({
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    ...(SES_ENDPOINT && { endpoint: SES_ENDPOINT }),
    // SendEmail has no idempotency key, so only the outbox decides on retries.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: timeouts.connection,
      requestTimeout: timeouts.answer,
      throwOnRequestTimeout: true,
      // On a kept connection a reset may mean that it was stale, or that the mail was taken.
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    },
  })
  return { client, SendEmailCommand }
}

function messageOf({ toEmail, subject, text, html }: Letter) {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })
  const { APP_NAME, SES_SENDER_EMAIL } = settings()
  return {
    Source: formatAddress(APP_NAME, SES_SENDER_EMAIL),
    Destination: { ToAddresses: [toEmail] },
    Message: {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would start a new header
      Subject: utf8(subject.replace(/[\u0000-\u001F\u007F]+/g, ' ')),
      Body: { Text: utf8(text), Html: utf8(html) },
    },
  }
}
