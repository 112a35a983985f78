import type { SubmissionResult } from '@conform-to/react'
import type { ReactNode } from 'react'
import { problemsOf } from './error-summary.tsx'
import { Actions, PostForm } from './form.tsx'
import { PageHeader } from './page.tsx'

type Props = {
  title: string
  event: { id: string; name: string; allocationVersion: number }
  lastResult: SubmissionResult | undefined
  button: string
  /** Numbers are lost for good. */
  replaces?: boolean
  /** Why it can't be done now. */
  obstacle?: string | null
  children: ReactNode
}

/** Asks again before many rows change at once. */
export function ConfirmFill({
  title,
  event,
  lastResult,
  button,
  replaces,
  obstacle,
  children,
}: Props) {
  const gridPath = `/events/${event.id}/allocation`
  return (
    <>
      <PageHeader
        title={title}
        back={{ to: gridPath, label: 'The list' }}
        lead={event.name}
        problems={problemsOf('confirm', lastResult)}
      />
      {obstacle ? (
        <p className="note">{obstacle}</p>
      ) : (
        <PostForm form={{ id: 'confirm' }}>
          {children}
          <input type="hidden" name="allocationVersion" value={event.allocationVersion} />
          <Actions>
            <button type="submit" className={replaces ? 'danger' : undefined}>
              {button}
            </button>
            <a className="button quiet" href={gridPath}>
              Cancel
            </a>
          </Actions>
        </PostForm>
      )}
    </>
  )
}
