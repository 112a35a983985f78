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
    <DeadPage lead="Each link works once and only for a limited time. It also stops working when you ask for newer links. Nothing was changed.">
      <a className="button" href="/forgot-password">
        Get a new link
      </a>
      <a href="/login">Sign in with your password</a>
    </DeadPage>
  )
}

export function DeadSetUpLink() {
  return (
    <DeadPage lead="There is already an admin, or the server has printed a newer link. Until there is an admin, the server prints a new link every time it starts.">
      <a className="button" href="/login">
        Sign in
      </a>
    </DeadPage>
  )
}
