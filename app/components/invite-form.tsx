import { sayCount, wordFor } from '#app/values/count.ts'
import { Actions, PostForm } from './form.tsx'

type Props = {
  form: { id: string }
  isMailOn: boolean
  isOpen: boolean
  /** In words. */
  sent: string | null
  counts: { invited: number; asked: number; unreachable: number }
}

export function InviteForm({ form, ...props }: Props) {
  const { invited, asked, unreachable } = props.counts
  const missing = whyNot(props)
  if (missing) return <p>{missing}</p>
  return (
    <>
      <p>
        {sayCount(invited, 'member')} will get an email with the address. You can do this once for
        each event.
      </p>
      {asked > 0 ? (
        <p>
          {sayCount(asked, 'member')} {wordFor(asked, 'has')} already asked, so they get no email.
        </p>
      ) : null}
      {unreachable > 0 ? (
        <p>
          {sayCount(unreachable, 'member')} {wordFor(unreachable, 'has')} not used their account
          yet, so they get no email.
        </p>
      ) : null}
      <PostForm form={form}>
        <Actions>
          <button type="submit">Email {sayCount(invited, 'member')}</button>
        </Actions>
      </PostForm>
    </>
  )
}

function whyNot({ isMailOn, isOpen, sent, counts }: Omit<Props, 'form'>): string | null {
  if (sent) return sent
  if (!isMailOn) return 'Email is off, so you can’t email people from here. Send them the address.'
  if (!isOpen) return 'You can email everyone when requests are open.'
  if (counts.invited > 0) return null
  return counts.asked > 0
    ? 'Every member who can get an email has already asked.'
    : 'There are no members to email yet.'
}
