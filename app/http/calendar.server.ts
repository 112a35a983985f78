import { type CalendarEntry, writeCalendar } from '#app/models/calendar/calendar.ts'
import { settings } from '#app/settings.server.ts'

/** @param fileName for a file to download; none for an address that a calendar program reads */
export function calendarFile(entries: CalendarEntry[], userId: string, fileName?: string) {
  const { APP_NAME: appName, APP_URL: appUrl } = settings()
  const headers = new Headers({
    'Content-Type': 'text/calendar; charset=utf-8; method=PUBLISH',
    'Cache-Control': 'private, no-store',
  })
  if (fileName) headers.set('Content-Disposition', `attachment; filename="${fileName}"`)
  return new Response(writeCalendar(entries, { appName, appUrl, userId }), { headers })
}
