import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { PublicReason } from '#app/components/public-reason.tsx'
import { RuleFields } from '#app/components/rule-fields.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { sealAnother } from '#app/models/draw/another-draw.server.ts'
import { type AnotherDrawValues, anotherDrawSchema } from '#app/models/draw/preparing/choice.ts'
import { findPreparation } from '#app/models/draw/preparing/preparation.server.ts'
import { anotherRefusals } from '#app/models/draw/refusals.ts'
import { selectableRules } from '#app/models/draw/words.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Another draw for ${data?.event.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state, isLocked } = event
  const { draw, isDrawn, isPublished, choice } = await findPreparation(event)
  const obstacle = isPublished
    ? anotherRefusals.published
    : state !== 'closed'
      ? anotherRefusals['not-closed']
      : isLocked
        ? anotherRefusals.locked
        : isDrawn
          ? null
          : anotherRefusals['not-drawn']
  return {
    event: { id, name },
    draw: draw + 1,
    rules: selectableRules,
    chosen: { rule: choice.rule, cap: choice.cap === null ? '' : String(choice.cap) },
    obstacle: obstacle ? Object.values(obstacle).flat().join(' ') : null,
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const { id } = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { value, submission, failed } = await parseForm(args.request, anotherDrawSchema)
  if (failed) return failed
  const { refusal } = await sealAnother(id, viewer, value)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, anotherRefusals[refusal])
  return redirectWithFlash(
    `/events/${id}/terms`,
    `Draw ${value.draw} is sealed. Everyone can see your reason.`,
  )
}

export default function AnotherDraw() {
  const page = useLoaderData<typeof loader>()
  const { event, obstacle } = page
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<AnotherDrawValues>({
    id: 'another',
    lastResult,
    defaultValue: page.chosen,
  })
  return (
    <>
      <PageHeader
        title={`Another draw for ${event.name}`}
        back={{ to: `/events/${event.id}/draws`, label: 'Draws' }}
        lead="A new draw is sealed now. Everyone can see your reason. Earlier draws stay in the public log. This can’t be undone."
        problems={form}
      />
      {obstacle && !lastResult ? (
        <p className="note">{obstacle}</p>
      ) : (
        <AnotherForm page={page} form={form} fields={fields} />
      )}
    </>
  )
}

type Form = ReturnType<typeof useServerForm<AnotherDrawValues>>
type AnotherFormProps = {
  page: ReturnType<typeof useLoaderData<typeof loader>>
  form: Form[0]
  fields: Form[1]
}

function AnotherForm({ page: { event, draw, rules }, form, fields }: AnotherFormProps) {
  return (
    <PostForm form={form}>
      <input type="hidden" name="draw" value={draw} />
      <PublicReason field={fields.reason} label="Why is another draw needed?" />
      <RuleFields fields={fields} rules={rules} withSource />
      <Actions>
        <a className="button quiet" href={`/events/${event.id}/draws`}>
          Keep this draw
        </a>
        <button type="submit" className="danger">
          Seal draw {draw}
        </button>
      </Actions>
    </PostForm>
  )
}
