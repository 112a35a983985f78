import { Actions, PostForm, useServerForm } from './form.tsx'
import { SeenRequestFields } from './request-fields.tsx'

type Props = {
  request: {
    id: string
    version: number
    asked: string
    enteredByName: string | null
    isConfirmed: boolean
  }
  isOpen: boolean
}

/** For a request that somebody else entered or changed last. */
export function ConfirmAsking({ request, isOpen }: Props) {
  const [form] = useServerForm({ id: 'confirmation' })
  const { enteredByName, isConfirmed } = request
  if (enteredByName === null || isConfirmed) return null
  if (!isOpen)
    return (
      <p className="note">
        {enteredByName} entered this request for you. You did not confirm it before requests closed,
        so it does not count in <a href="/account/fairness">your record of losses and wins</a>.
      </p>
    )
  return (
    <section className="card">
      <h2>Did you ask for this?</h2>
      <p>
        {enteredByName} entered this request for you: {request.asked}. It takes part in the draw
        either way. It counts in <a href="/account/fairness">your record of losses and wins</a> only
        if you confirm it before requests close.
      </p>
      <PostForm form={form}>
        <SeenRequestFields request={request} />
        <Actions>
          <button type="submit" name="intent" value="confirm">
            Yes, I asked for this
          </button>
        </Actions>
      </PostForm>
    </section>
  )
}
