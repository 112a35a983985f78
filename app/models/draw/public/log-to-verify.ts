import { parseLogHead } from '#app/allocation/after/head.ts'
import type { LogToVerify } from '#app/allocation/after/verify-with-log.ts'

/** As typed. */
export type GivenToVerify = { document: string; log: string; head: string; eventId: string }
export type VerifyField = keyof GivenToVerify

/** What can be said before any work is done. */
export function problemsOfGiven(given: GivenToVerify): Partial<Record<VerifyField, string[]>> {
  const { document, log, head, eventId } = given
  const [hasDocument, hasLog] = [document, log].map(text => text.trim() !== '')
  const isLogAlone = hasLog && !hasDocument
  const found: [field: VerifyField, isWrong: boolean, said: string][] = [
    ['document', !hasDocument && !hasLog, 'Paste a document, or choose a file.'],
    ['log', !hasLog && `${head}${eventId}` !== '', 'Paste the log, or choose its file.'],
    ['eventId', !!isLogAlone && eventId === '', NO_EVENT],
    ['eventId', !!isLogAlone && eventId !== '' && !EVENT.test(eventId), NO_ID],
    ['eventId', !!hasDocument && eventId !== '', 'Leave this empty: the document names its event.'],
    ['head', head !== '' && !parseLogHead(head), NO_HEAD],
  ]
  return Object.fromEntries(
    found.filter(([, isWrong]) => isWrong).map(([field, , said]) => [field, [said]]),
  )
}

const EVENT = /^[A-Za-z0-9_-]{1,64}$/
const NO_EVENT = 'Paste the document of the draw too. If nothing was drawn, enter the event’s ID.'
const NO_ID =
  'An event’s ID has 1 to 64 letters, digits, - or _. It is in the address of the event.'
const NO_HEAD =
  'Enter it as the email has it: the number of the line, a colon, and 64 digits and letters from a to f.'

/** Of given fields without problems, with a log. */
export function logToVerify({
  document,
  log,
  head,
  eventId,
}: GivenToVerify): Pick<LogToVerify, 'log' | 'of' | 'kept'> {
  const of = document.trim() === '' ? { eventId } : { document }
  return { log, of, kept: head === '' ? undefined : parseLogHead(head) }
}

/** Browsers write a form's lines with a carriage return each, and copying may take a line feed along or lose one. */
export function unwrapPasted(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd()
}

export function unwrapPastedLog(text: string): string {
  const lines = unwrapPasted(text)
  return lines === '' ? '' : `${lines}\n`
}
