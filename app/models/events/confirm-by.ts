const HOUR = 3_600_000
/** What people are given to confirm, at least. */
export const TIME_TO_CONFIRM = 72 * HOUR

type Facts = {
  startsAt: number
  offersEndHours: number
  confirmBy: number | null
  releasesUnconfirmed: boolean
}

export type ConfirmBy = {
  /** Null where nobody has to confirm, or the event starts before people had their time. */
  confirmBy: number | null
  releasesUnconfirmed: boolean
  /** Finalizing so late moved it. */
  isMoved: boolean
}

/** What holds for a finalizing at this instant, in milliseconds: people always have 72 hours. */
export function confirmByAt(finalizedAt: number, event: Facts): ConfirmBy {
  const { startsAt, offersEndHours, confirmBy, releasesUnconfirmed } = event
  if (confirmBy === null) return { confirmBy, releasesUnconfirmed: false, isMoved: false }
  const earliest = finalizedAt + TIME_TO_CONFIRM
  if (confirmBy >= earliest) return { confirmBy, releasesUnconfirmed, isMoved: false }
  const stop = startsAt - offersEndHours * HOUR
  return {
    confirmBy: earliest < startsAt ? earliest : null,
    releasesUnconfirmed: releasesUnconfirmed && earliest < stop,
    isMoved: true,
  }
}
