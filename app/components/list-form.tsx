import type { SubmissionResult } from '@conform-to/react'
import { Actions, Field, PostForm, TextArea, useServerForm } from './form.tsx'

type ListFormProps = {
  lastResult: SubmissionResult | undefined
  text: string
  /** Whether a report stands above, so that this is for putting the list right. */
  isAgain: boolean
}

type ListValues = { file: string; text: string; intent: string }

/** Gives a list of people, as a file or as a text. */
export function ListForm({ lastResult, text, isAgain }: ListFormProps) {
  const [form, fields] = useServerForm<ListValues>({
    id: 'list',
    lastResult,
    defaultValue: { text },
  })
  return (
    <section aria-labelledby="list-heading">
      <h2 id="list-heading">{isAgain ? 'Put the list right' : 'The list'}</h2>
      <p className="prose">
        One person a line: name, mail address and, if you like, role (member, organizer or admin;
        without one, member). Commas, semicolons or tabs part them, and a first line may name the
        columns: <code>name,email,role</code>.
      </p>
      <PostForm form={form} encType="multipart/form-data">
        {isAgain ? null : (
          <Field
            field={fields.file}
            label="File"
            hint="CSV, as a spreadsheet saves it."
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
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
