import { FormKey } from './form-key.tsx'

/** For admins, on every page. */
export function MailTrouble({ since }: { since: string }) {
  return (
    <section className="banner banner-warning mail-trouble" aria-label="Trouble with email">
      <p>
        <strong>Email has not been getting out since {since}.</strong>{' '}
        <a href="/admin/mail">See why</a>
      </p>
      <TryAllAgain />
    </section>
  )
}

export function TryAllAgain() {
  return (
    <form method="post" action="/admin/mail">
      <FormKey />
      <button className="quiet" type="submit">
        Try all again
      </button>
    </form>
  )
}
