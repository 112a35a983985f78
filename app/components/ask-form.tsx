import type { SubmissionResult } from '@conform-to/react'
import type { RequestForm } from '#app/models/requests/input.ts'
import { Actions, PostForm, useServerForm } from './form.tsx'
import { RequestFields, SeenRequestFields } from './request-fields.tsx'

type Props = {
  page: {
    request: { id: string; version: number; sizes: string[]; note: string } | null
    isOpen: boolean
    mostPerRequest: number
    closes: string
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
      {request ? <h2>Change it</h2> : null}
      <PostForm form={form}>
        <SeenRequestFields request={request} />
        <RequestFields
          fields={fields}
          most={mostPerRequest}
          noteHint="Only the organizers read it. Up to 500 characters."
        />
        {isOpen ? <AskButton isNew={!request} closes={page.closes} /> : null}
      </PostForm>
    </>
  )
}

function AskButton({ isNew, closes }: { isNew: boolean; closes: string }) {
  return (
    <>
      {isNew ? <p className="hint">Requests close: {closes}</p> : null}
      <Actions>
        <button type="submit">{isNew ? 'Ask for these tickets' : 'Save my request'}</button>
      </Actions>
    </>
  )
}
