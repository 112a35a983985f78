import { isRouteErrorResponse } from '@remix-run/react'

type Words = { title: string; text: string; start?: string }

export const errorWords: Record<number, Words> = {
  400: {
    title: 'That did not reach us whole',
    text: 'The form could not be read. Nothing was changed. Go back, reload the page and try again.',
  },
  403: {
    title: 'This page was opened at a different address',
    text: 'Nothing was changed. Open the page again and try once more.',
  },
  404: {
    title: 'Page not found',
    text: 'There is nothing at this address, or it is not yours to see.',
  },
  405: {
    title: 'That does not work here',
    text: 'This address takes no such request. Nothing was changed.',
  },
  408: {
    title: 'That took too long',
    text: 'The request arrived too slowly and was cut off. Nothing was changed. Please try again.',
  },
  409: {
    title: 'You are signed in as somebody else',
    text: 'Someone else filled in this form before you signed in on this browser. Nothing was changed. Open the page again.',
  },
  413: {
    title: 'Too large',
    text: 'What was sent is larger than any page of ours needs. Nothing was changed.',
  },
  415: { title: 'Not a form', text: 'This address takes forms only. Nothing was changed.' },
  429: {
    title: 'Too many tries',
    text: 'Please wait a little and try again. Nothing was changed.',
  },
  500: {
    title: 'Something went wrong',
    text: 'The mistake is ours and it has been noted. Please try again in a moment.',
  },
  503: {
    title: 'Very busy at the moment',
    text: 'Nothing was changed. Please wait a few seconds and try again.',
  },
}

/** For a form from another origin than appUrl. */
export const foreignFormWords = (appUrl: string): Words => ({
  title: 'This page was opened at a different address',
  text: `Nothing was changed. Open ${appUrl} and try again there, with cookies allowed. If you run this site, set APP_URL to the address that people use.`,
  start: appUrl,
})

/** 503 with its own Retry-After, in seconds. */
export const overloadedWords = (seconds: number): Words => ({
  title: 'Very busy at the moment',
  text: `Nothing was changed. Please reload this page in ${seconds} seconds; what you sent will then be sent again.`,
})

/** 503 for a calculation that took too long. */
export const tooMuchWorkWords: Words = {
  title: 'That took too long',
  text: 'It could not be worked out in the time we give it, so it was stopped and nothing was changed. Please try again in a minute.',
}

/** 503 when the disk is full or the database cannot be written. */
export const unavailableWords: Words = {
  title: 'Not available at the moment',
  text: 'Nothing can be stored just now, so nothing was changed. Please try again in a few minutes.',
}

/** The same, for the request that met the failure first. */
export const unsureWords: Words = {
  title: 'Not available at the moment',
  text: 'We cannot say whether that was stored. Please look again in a few minutes before you try again.',
}

/** 500 for an event or a list larger than the database server accepts in one request. */
export const tooLargeWords: Words = {
  title: 'Too large for the database server',
  text: 'This is more than the database server can take at once. Nothing was changed. Trying again will not help. Ask the person who runs this site.',
}

const unexpected = errorWords[500] as Words

export function errorTitle(error: unknown): string {
  return wordsOf(error).title
}

export function ErrorPage({ error }: { error: unknown }) {
  const { status, ...words } = wordsOf(error)
  return (
    <div className="error-page">
      <p className="error-status">{status}</p>
      <h1>{words.title}</h1>
      <p className="lead">{words.text}</p>
      <p>
        <a href="/">Back to the start</a>
      </p>
    </div>
  )
}

function wordsOf(error: unknown): Words & { status: number } {
  const status = isRouteErrorResponse(error) ? error.status : 500
  return { status, ...(errorWords[status] ?? unexpected) }
}
