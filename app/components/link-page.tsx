import type { ReactNode } from 'react'
import type { Problems } from './error-summary.tsx'
import { Actions, PostForm } from './form.tsx'
import { PageHeader } from './page.tsx'

type LinkPageProps = {
  title: string
  lead: string
  form: { id: string } & Problems
  button: string
  children: ReactNode
}

export function LinkPage({ title, lead, form, button, children }: LinkPageProps) {
  return (
    <>
      <PageHeader title={title} lead={lead} problems={form} />
      <PostForm form={form}>
        {children}
        <Actions>
          <button type="submit">{button}</button>
        </Actions>
      </PostForm>
    </>
  )
}

/** Also the title of the page. */
export const DEAD_LINK_TITLE = 'This link no longer works'

function DeadPage({ lead, children }: { lead: string; children: ReactNode }) {
  return (
    <>
      <PageHeader title={DEAD_LINK_TITLE} lead={lead} />
      <p className="actions">{children}</p>
    </>
  )
}

/** For a link that was used, has expired, or ended because another one was used or is newer. */
export function DeadLink() {
  return (
    <DeadPage lead="Each link works once and for a limited time, and ends when another one was used or newer ones have taken its place. Nothing was changed.">
      <a className="button" href="/forgot-password">
        Have a new link mailed
      </a>
      <a href="/login">Sign in with your password</a>
    </DeadPage>
  )
}

export function DeadSetUpLink() {
  return (
    <DeadPage lead="Either there is an admin already, or the server has printed a newer link since. As long as there is no admin, every start prints a fresh one.">
      <a className="button" href="/login">
        Sign in
      </a>
    </DeadPage>
  )
}
