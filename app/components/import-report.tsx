import type { ImportPreview } from '#app/models/people/list-file.server.ts'
import { sayCount, wordFor } from '#app/values/count.ts'
import { Actions, PostForm, Tick, useServerForm } from './form.tsx'
import { KnownRows, LeftOutRows, NewRows } from './import-rows.tsx'

export function ImportReport({ report, text }: { report: ImportPreview; text: string }) {
  const { fresh, there, twice, wrong, notes } = report
  return (
    <>
      <div className="note" role="status">
        <p>
          <strong>{sayReady(fresh.length)}</strong> {sayOthers(report)}
        </p>
        {notes.map(note => (
          <p key={note}>{note}</p>
        ))}
      </div>
      <LeftOutRows title="Left out because they have a problem" rows={wrong} />
      <LeftOutRows title="Left out because they are in the list twice" rows={twice} />
      <KnownRows rows={there} />
      <NewRows rows={fresh} />
      {fresh.length > 0 ? <AddForm report={report} text={text} /> : null}
    </>
  )
}

function sayReady(fresh: number): string {
  return fresh === 0 ? 'Nobody to add.' : `Ready to add ${sayCount(fresh, 'person')}.`
}

function sayOthers({ there, twice, wrong }: ImportPreview): string {
  return [
    there.length && `${there.length} already ${wordFor(there.length, 'has')} an account.`,
    twice.length && `${sayCount(twice.length, 'is')} in the list twice.`,
    wrong.length && `${sayCount(wrong.length, 'row with a problem')}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

function AddForm({ report, text }: { report: ImportPreview; text: string }) {
  const [form, fields] = useServerForm<{ withMails: string }>({
    id: 'add',
    defaultValue: { withMails: 'on' },
  })
  return (
    <PostForm form={form} encType="multipart/form-data">
      <input type="hidden" name="text" value={text} />
      <input type="hidden" name="seen" value={report.seen} />
      <Tick
        field={fields.withMails}
        label="Send welcome emails"
        hint="Each has a link to choose a password. It works for 7 days. You can also send it later from a person's page."
      />
      <Actions>
        <button type="submit" name="intent" value="add">
          Add {sayCount(report.fresh.length, 'person')}
        </button>
        <a className="button quiet" href="/admin/users/import">
          Start again
        </a>
      </Actions>
    </PostForm>
  )
}
