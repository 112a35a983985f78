import type { Submission } from '@conform-to/react'
import type { z } from 'zod'
import {
  joinLine,
  leaveLine,
  putMeBack,
  strikeSizes,
  takeTickets,
} from '#app/models/after/member.server.ts'
import { noFieldsSchema, sizesSchema, ticketsSchema } from '#app/models/after/mine/input.ts'
import { joinRefusals, memberRefusals, takeRefusals } from '#app/models/after/mine/refusal-words.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { type FormErrors, parseFormData, refuseForm } from './form.server.ts'

type Move<Schema extends z.ZodType = z.ZodType> = {
  schema: Schema
  press(
    viewer: Viewer,
    eventId: string,
    value: z.output<Schema>,
  ): Promise<{ refusal: string | undefined }>
  refusals: Record<string, FormErrors>
  says(value: z.output<Schema>): string
  /** Where to go on; the waiting list itself. */
  page?: string
}

const move = <Schema extends z.ZodType>(made: Move<Schema>) => made as unknown as Move

const moves: Record<string, Move> = {
  back: move({
    schema: noFieldsSchema,
    press: putMeBack,
    refusals: memberRefusals,
    says: () => 'You are waiting for tickets again.',
  }),
  leave: move({
    schema: noFieldsSchema,
    press: leaveLine,
    refusals: memberRefusals,
    says: () => 'You left the waiting list.',
  }),
  sizes: move({
    schema: sizesSchema,
    press: (viewer, eventId, { sizes }) => strikeSizes(viewer, eventId, sizes),
    refusals: memberRefusals,
    says: () => 'Your numbers are saved.',
  }),
  join: move({
    schema: sizesSchema,
    press: (viewer, eventId, { sizes }) => joinLine(viewer, eventId, sizes),
    refusals: joinRefusals,
    says: () => 'You are on the waiting list.',
  }),
  take: move({
    schema: ticketsSchema,
    press: (viewer, eventId, { tickets }) => takeTickets(viewer, eventId, tickets),
    refusals: takeRefusals,
    says: ({ tickets }) => `You took ${sayTickets(tickets)}. They are yours.`,
    page: '',
  }),
}

const UNKNOWN = 'Choose one of the buttons on this page.'

type Moved = { failed?: ReturnType<typeof refuseForm>; seconds?: number; isGone?: boolean }

/** What a form of the waiting list asks for. */
export async function moveInLine(viewer: Viewer, eventId: string, form: FormData) {
  const intent = String(form.get('intent') ?? '')
  const chosen = Object.hasOwn(moves, intent) ? moves[intent] : undefined
  const { value, submission, failed } = parseFormData(form, chosen?.schema ?? noFieldsSchema)
  const done: Moved & { submission: Submission<unknown>; page: string; says: string } = {
    submission,
    page: chosen?.page ?? '/waiting-list',
    says: '',
  }
  if (failed) return { ...done, failed }
  if (!chosen) return { ...done, failed: refuseForm(submission, { '': [UNKNOWN] }) }
  const pressed = await changeOwn(viewer.userId, () => chosen.press(viewer, eventId, value))
  if ('seconds' in pressed) return { ...done, seconds: pressed.seconds }
  if (pressed.refusal === 'not-found') return { ...done, isGone: true }
  if (pressed.refusal !== undefined)
    return { ...done, failed: refuseForm(submission, chosen.refusals[pressed.refusal] ?? {}) }
  return { ...done, says: chosen.says(value) }
}
