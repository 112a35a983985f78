import { lineAsSeen } from './seen-text.ts'
import { type ReadDate, readDate } from './typed-date.ts'

export type TypedWhen =
  | { date: string | undefined; time: string | undefined; problem: undefined }
  | { problem: { field: 'date' | 'time'; message: string } }

const LONGEST = 60

/** readWhen() accepts every form that a message recommends. */
export const ENTER_DATE = 'Enter a date such as 2027-02-20.'
const DATE_PROBLEMS = {
  shape: ENTER_DATE,
  'two-readings': 'Enter a date such as 2027-02-20: here the day and the month could be swapped.',
  'no-day': 'Enter a date that exists, such as 2027-02-20.',
}
const ENTER_TIME = 'Enter a time such as 19:30.'
const DATE_TOO = 'Enter a date too, such as 2027-02-20.'

/** In plain text fields people use other forms than browsers send, and paste both into either field. */
export function readWhen(dateText: string, timeText: string): TypedWhen {
  const [first, second] = [partsOf(dateText), partsOf(timeText)]
  if (first.why) return wrong('date', DATE_PROBLEMS[first.why])
  if (second.why) return wrong('time', ENTER_TIME)
  const date = first.date ?? second.date
  const time = second.time ?? first.time
  if (date === undefined && time !== undefined) return wrong('date', DATE_TOO)
  if (second.date !== undefined && second.date !== date)
    return wrong('date', `Enter a date only once: ${second.date} is in the time field.`)
  if (first.time !== undefined && first.time !== time)
    return wrong('time', `Enter a time only once: ${first.time} is in the date field.`)
  return { date, time, problem: undefined }
}

function wrong(field: 'date' | 'time', message: string): TypedWhen {
  return { problem: { field, message } }
}

type Parts = { date?: string; time?: string; why?: Extract<ReadDate, { why: unknown }>['why'] }

function partsOf(typed: string): Parts {
  const text = lineAsSeen(typed)
  if (text === '') return {}
  if (text.length > LONGEST) return { why: 'shape' }
  const time = timeOf(text)
  if (time !== undefined) return { time }
  const whole = readDate(text)
  if (whole.date !== undefined || whole.why !== 'shape') return whole
  for (const { 0: gap, index } of text.matchAll(/T(?=\d)|,? (?:at )?/g)) {
    const behind = timeOf(text.slice(index + gap.length))
    const before = readDate(text.slice(0, index))
    if (behind !== undefined && before.date === undefined && before.why !== 'shape') return before
    if (behind !== undefined && before.date !== undefined) return { ...before, time: behind }
  }
  return whole
}

/** "19:30", "19.30", "19h30", "7:30 pm", "7 pm"; seconds only if they are zero. */
function timeOf(text: string): string | undefined {
  const [, hours, minutes] = /^(\d{1,2})[:.h](\d\d)(?::00(?:\.0+)?)?$/.exec(text) ?? []
  if (hours !== undefined) return clock(Number(hours), Number(minutes))
  const [, hour, past, half] = /^(\d{1,2})(?:[:.](\d\d))? ?([ap])\.?m\.?$/i.exec(text) ?? []
  if (hour === undefined || Number(hour) < 1 || Number(hour) > 12) return undefined
  return clock((Number(hour) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0), Number(past ?? 0))
}

function clock(hours: number, minutes: number): string | undefined {
  if (hours > 23 || minutes > 59) return undefined
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}
