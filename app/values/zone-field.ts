import { z } from 'zod'
import { readZone } from './time-zone.ts'

export const zoneField = z.string({ error: 'Choose a time zone.' }).transform((text, context) => {
  const zone = readZone(text)
  if (zone === undefined) context.addIssue('Choose a time zone from the list.')
  return zone ?? z.NEVER
})
