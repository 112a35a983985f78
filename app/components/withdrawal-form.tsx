import type { SubmissionResult } from '@conform-to/react'
import { Actions, PostForm, useServerForm } from './form.tsx'
import { SeenRequestFields } from './request-fields.tsx'

type Props = {
  lastResult: SubmissionResult | undefined
  request: { id: string; version: number }
  isOpen: boolean
  back: string
}

export function WithdrawalForm({ lastResult, request, isOpen, back }: Props) {
  const [form] = useServerForm({ id: 'withdrawal', lastResult })
  return (
    <PostForm form={form}>
      <SeenRequestFields request={request} />
      {isOpen ? null : (
        <p className="note">Requests are closed. You can no longer withdraw this one.</p>
      )}
      <Actions>
        <a className="button quiet" href={back}>
          Keep the request
        </a>
        {isOpen ? <button type="submit">Withdraw the request</button> : null}
      </Actions>
    </PostForm>
  )
}
