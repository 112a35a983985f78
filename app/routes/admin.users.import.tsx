import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import { problemsOf } from '#app/components/error-summary.tsx'
import { ImportReport } from '#app/components/import-report.tsx'
import { ListForm } from '#app/components/list-form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseFormData, readForm, refuseForm } from '#app/http/forms/form.server.ts'
import { readList } from '#app/http/forms/list-form.server.ts'
import { notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { addPeople, reportOnList } from '#app/models/people/list-file.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayCount } from '#app/values/count.ts'

export const meta: MetaFunction = () => [{ title: 'Add many people' }]

const listSchema = z.object({
  text: z.string({ error: 'Choose a file, or paste the list.' }),
  withMails: z.literal('on').optional(),
  seen: z.string().max(100).optional(),
  intent: z.enum(['check', 'add']).default('check'),
})

export function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  return null
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  const form = await readForm(args.request)
  const list = await readList(form)
  form.delete('file')
  if (list.field === 'file' && list.text !== undefined) form.set('text', list.text)
  const { value, submission, failed } = parseFormData(form, listSchema)
  if (list.problem !== undefined) return refuseForm(submission, { [list.field]: [list.problem] })
  if (failed) return failed
  const { report, problem } = { report: undefined, ...(await reportOnList(value.text)) }
  if (!report) return refuseForm(submission, { text: [problem ?? ''] })
  report.notes.unshift(...list.notes)
  const isAsSeen = value.seen === undefined || value.seen === report.seen
  if (!isAsSeen) report.notes.unshift('The people to add have changed since you checked the list.')
  if (value.intent === 'check' || report.fresh.length === 0 || !isAsSeen)
    return json({ report, text: value.text, lastResult: undefined })
  const people = report.fresh.map(row => row.person)
  const withMails = value.withMails === 'on'
  const done = await addPeople(people, { withMails }, actorOf(viewer))
  if (done.refusal) throw notFound()
  const added = `${sayCount(done.added, 'person')} added.`
  if (!withMails) return redirectWithFlash('/admin/users?sort=-added', added)
  return settings().MAIL_ENABLED
    ? redirectWithFlash('/admin/users?sort=-added', `${added} Their welcome emails are on the way.`)
    : redirectWithFlash('/admin/users/links', `${added} Email is off: give them their links.`)
}

export default function AddMany() {
  const answer = useActionData<typeof action>()
  const report = answer && 'report' in answer ? answer.report : undefined
  const text = answer && 'text' in answer ? answer.text : ''
  return (
    <>
      <PageHeader
        title="Add many people"
        back={{ to: '/admin/users', label: 'People' }}
        lead="Paste or upload a list. You can check it before anyone is added."
        problems={problemsOf('list', answer?.lastResult)}
      />
      {report ? <ImportReport report={report} text={text} /> : null}
      <ListForm lastResult={answer?.lastResult} text={text} isAgain={report !== undefined} />
    </>
  )
}
