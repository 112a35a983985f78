import type { SubmissionResult } from '@conform-to/react'
import type { HelperForm } from '#app/models/hands/door-helper.ts'
import { Actions, Field, PostForm, useServerForm } from './form.tsx'

type Props = {
  helpers: { userId: string; name: string; email: string }[]
  lastResult: SubmissionResult | undefined
}

export function DoorHelpersList({ helpers, lastResult }: Props) {
  const [form, fields] = useServerForm<HelperForm>({ id: 'helpers', lastResult })
  return (
    <>
      {helpers.length === 0 ? null : (
        <PostForm form={{ id: 'remove' }}>
          <ul className="helpers">
            {helpers.map(({ userId, name, email }) => (
              <li key={userId}>
                <span>
                  {name} <small>{email}</small>
                </span>
                <button type="submit" className="quiet" name="remove" value={userId}>
                  Remove<span className="visually-hidden"> {name}</span>
                </button>
              </li>
            ))}
          </ul>
        </PostForm>
      )}
      <PostForm form={form}>
        <Field
          field={fields.helper}
          label="Name or email address"
          maxLength={200}
          autoComplete="off"
        />
        <Actions>
          <button type="submit">Add helper</button>
        </Actions>
      </PostForm>
    </>
  )
}
