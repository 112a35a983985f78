import type { SubmissionResult } from '@conform-to/react'
import type { RequestForm } from '#app/models/requests/input.ts'
import { Actions, PostForm, useServerForm } from './form.tsx'
import { RequestFields, SeenRequestFields } from './request-fields.tsx'

type Props = {
  page: {
    request: { id: string; version: number; sizes: string[]; note: string } | null
    isOpen: boolean
    mostPerRequest: number
  }
  lastResult: SubmissionResult | undefined
}

export function AskForm({ page, lastResult }: Props) {
  const { request, isOpen, mostPerRequest } = page
  const [form, fields] = useServerForm<RequestForm>({
    id: 'request',
    lastResult,
    defaultValue: request ? { sizes: request.sizes, note: request.note } : {},
  })
  return (
    <>
      {request && isOpen ? <h2>Change your request</h2> : null}
      {isOpen ? null : (
        <p className="note">
          Requests are closed, so this can no longer be sent. It was not saved.
        </p>
      )}
      <PostForm form={form}>
        <SeenRequestFields request={request} />
        <RequestFields
          fields={fields}
          most={mostPerRequest}
          noteHint="Only the organizers can read it. Up to 500 characters."
        />
        {isOpen ? <AskButton isNew={!request} /> : null}
      </PostForm>
    </>
  )
}

function AskButton({ isNew }: { isNew: boolean }) {
  return (
    <Actions>
      <button type="submit">{isNew ? 'Send request' : 'Save changes'}</button>
    </Actions>
  )
}
