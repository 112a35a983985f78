import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseFormData, refuseForm } from '#app/http/forms/form.server.ts'
import { notFound } from '#app/http/not-found.server.ts'
import { countPeople } from '#app/models/hands/counting.server.ts'
import { countSchema, sayHere } from '#app/models/hands/counting.ts'
import type { DoorEvent } from '#app/models/hands/door.server.ts'
import { type DoorHolder, findDoorHolder } from '#app/models/hands/door-list.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayInstantShort } from '#app/values/time.ts'

type Counting = { viewer: Viewer; event: DoorEvent; form: FormData }

/** Of the door list and of the door page. @param back where to go on, once it is written */
export async function answerCount(
  { viewer, event, form }: Counting,
  back: (userId: string) => string,
) {
  const { value, submission, failed } = parseFormData(form, countSchema)
  if (failed) return failed
  const { person: userId, ...counted } = value
  const { refusal } = await countPeople(viewer, event.id, { ...counted, userId })
  if (refusal === 'not-found') throw notFound()
  const holder = await findDoorHolder(event, userId)
  if (refusal === 'void' || !holder) return refuseForm(submission, { '': [VOID] })
  if (refusal === 'changed') return refuseForm(submission, { '': [sayChanged(event, holder)] })
  if (refusal === 'over') return refuseForm(submission, { over: [sayOver(holder, counted.count)] })
  return redirectWithFlash(back(userId), `${holder.name}: ${sayHere(holder)}.`)
}

const VOID = 'This person has no tickets for this event now. Nothing was saved.'

function sayChanged({ timeZone }: DoorEvent, { name, came, cameAt, cameByName }: DoorHolder) {
  const by =
    cameAt === null ? '' : ` ${cameByName} set this at ${sayInstantShort(cameAt, timeZone)}.`
  return `${name}: ${came} here now.${by} Nothing was changed. Check, then press again.`
}

function sayOver({ name, holding }: DoorHolder, count: number): string {
  return `${name} has ${sayTickets(holding)}. To count ${sayCount(count, 'person')}, press once more.`
}
