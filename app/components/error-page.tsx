import { isRouteErrorResponse } from '@remix-run/react'

type Words = { title: string; text: string; start?: string }

export const errorWords: Record<number, Words> = {
  400: {
    title: 'The form did not arrive complete',
    text: 'The form could not be read. Nothing was changed. Go back, reload the page and try again.',
  },
  403: {
    title: 'This page was opened at a different address',
    text: 'Nothing was changed. Open the page again and try once more.',
  },
  404: {
    title: 'Page not found',
    text: 'There is no page at this address, or you can’t see it. If you typed the address, check it.',
  },
  405: {
    title: 'That does not work here',
    text: 'This page can’t do that. Nothing was changed.',
  },
  408: {
    title: 'That took too long',
    text: 'Your connection was too slow. Nothing was changed. Try again.',
  },
  409: {
    title: 'You are signed in as someone else',
    text: 'Someone else filled in this form before you signed in on this browser. Nothing was changed. Open the page again.',
  },
  413: {
    title: 'Too large',
    text: 'What you sent is too large. Nothing was changed.',
  },
  415: {
    title: 'That does not work here',
    text: 'This page only accepts forms. Nothing was changed.',
  },
  429: {
    title: 'Too many tries',
    text: 'Nothing was changed. Wait a few minutes and try again.',
  },
  500: {
    title: 'Something went wrong',
    text: 'This is our mistake, and it has been recorded. Try again in a moment.',
  },
  503: {
    title: 'We are very busy right now',
    text: 'Nothing was changed. Wait a few seconds and try again.',
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
  title: 'We are very busy right now',
  text: `Nothing was changed. Reload this page in ${seconds} seconds. What you sent is then sent again.`,
})

/** 503 for a calculation that took too long. */
export const tooMuchWorkWords: Words = {
  title: 'That took too long',
  text: 'This needed too much time, so we stopped it. Nothing was changed. Try again in a minute.',
}

/** 503 when the disk is full or the database cannot be written. */
export const unavailableWords: Words = {
  title: 'Not available right now',
  text: 'We can’t save anything right now. Nothing was changed. Try again in a few minutes.',
}

/** The same, for the request that met the failure first. */
export const unsureWords: Words = {
  title: 'Not available right now',
  text: 'We don’t know if that was saved. Look again in a few minutes before you try again.',
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
        <a href="/">Back to the start page</a>
      </p>
    </div>
  )
}

function wordsOf(error: unknown): Words & { status: number } {
  const status = isRouteErrorResponse(error) ? error.status : 500
  return { status, ...(errorWords[status] ?? unexpected) }
}
