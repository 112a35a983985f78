import type { SubmissionResult } from '@conform-to/react'
import { Actions, Field, PostForm, TextArea, useServerForm } from './form.tsx'

type ListFormProps = {
  lastResult: SubmissionResult | undefined
  text: string
  /** Whether a report came first, so that this form corrects the list. */
  isAgain: boolean
}

type ListValues = { file: string; text: string; intent: string }

export function ListForm({ lastResult, text, isAgain }: ListFormProps) {
  const [form, fields] = useServerForm<ListValues>({
    id: 'list',
    lastResult,
    defaultValue: { text },
  })
  return (
    <section aria-labelledby="list-heading">
      <h2 id="list-heading">{isAgain ? 'Fix the list' : 'The list'}</h2>
      <ListFormats />
      <PostForm form={form} encType="multipart/form-data">
        {isAgain ? null : (
          <Field
            field={fields.file}
            label="File"
            hint="CSV. In a spreadsheet, save it as “CSV UTF-8”."
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
          />
        )}
        <TextArea
          field={fields.text}
          label={isAgain ? 'List' : 'Or paste the list'}
          rows={isAgain ? 12 : 6}
          spellCheck={false}
        />
        <Actions>
          <button type="submit" name="intent" value="check" className={isAgain ? 'quiet' : ''}>
            {isAgain ? 'Check again' : 'Check the list'}
          </button>
          <a href="/admin/users">Cancel</a>
        </Actions>
      </PostForm>
    </section>
  )
}

function ListFormats() {
  return (
    <>
      <p className="prose">
        You can use a list exported from Google, Microsoft 365, Outlook, Okta, Moodle, Eventbrite,
        Mailchimp or another program. Each person needs a name and an email address. You can add a
        column <code>Role</code> with member, organizer or admin.
      </p>
      <p className="prose">
        You can also type one person per line, <code>name, email, role</code>, or paste recipients
        from an email: <code>{'Ann Lee <ann@example.org>; …'}</code>
      </p>
    </>
  )
}
