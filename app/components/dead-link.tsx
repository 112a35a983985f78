import { PageHeader } from './page.tsx'

/** For a one-time link that was used, has expired, or ended with another that was used or is newer. */
export function DeadLink() {
  return (
    <>
      <PageHeader
        title="This link no longer works"
        lead="Each link works once and for a limited time, and ends when another one was used or newer ones have taken its place. Nothing was changed."
      />
      <p className="actions">
        <a className="button" href="/forgot-password">
          Have a new link mailed
        </a>
        <a href="/login">Sign in with your password</a>
      </p>
    </>
  )
}
