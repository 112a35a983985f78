import type { SeenEvent } from '#app/models/events/event.server.ts'
import { settings } from '#app/settings.server.ts'
import { qrCodeOf } from '#app/values/qr-code.ts'
import { sayInstant } from '#app/values/time.ts'
import { DOOR_HOURS, isDoorOpen, isDoorOver } from './door-hours.ts'

type Drawing = ReturnType<typeof qrCodeOf>

/** Drawing a code takes longer than the rest of its page. */
const drawn = new Map<string, Drawing>()
const MOST_KEPT = 200

/** The code that the holder shows at the door; null without tickets, and once the door is over. */
export function ticketOf({ id, state, myDoorCode, startsAt }: SeenEvent): Drawing | null {
  if (state !== 'finalized' || myDoorCode === null || isDoorOver({ startsAt }, Date.now()))
    return null
  const address = `${settings().APP_URL}/events/${id}/door/${myDoorCode}`
  const drawing = drawn.get(address) ?? qrCodeOf(address)
  if (drawn.size >= MOST_KEPT) drawn.clear()
  drawn.set(address, drawing)
  return drawing
}

/** For a door helper: whether the list is open to them now, and when it opens. */
export function doorDutyOf({ state, isDoorHelper, isManaged, startsAt, timeZone }: SeenEvent) {
  const now = Date.now()
  if (!isDoorHelper || isManaged || state === 'cancelled' || isDoorOver({ startsAt }, now))
    return null
  return {
    isOpen: isDoorOpen({ startsAt }, now),
    from: sayInstant(startsAt - DOOR_HOURS, timeZone),
  }
}
