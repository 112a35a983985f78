import { and, desc, eq, sql } from 'drizzle-orm'
import type { Order, Rule } from '#app/allocation/types.ts'
import { type Actor, audit } from '#app/models/audit/audit.server.ts'
import { nextDraw } from '#app/models/draw/draw-number.server.ts'
import {
  mustBeSealed,
  mustNotBeDrawn,
  mustNotBeLocked,
  mustNotBePublished,
} from '#app/models/draw/guards.server.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { db, keptQuery } from '#db/client.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'
import { ruleChoices } from '#db/schema.ts'

export type RuleChoice = {
  rule: Rule
  order: Order
  cap: number | null
  publicValueSource: string | null
}

export const defaultChoice: RuleChoice = {
  rule: 'fair-share',
  order: 'draw',
  cap: null,
  publicValueSource: null,
}

/** Every recorded choice is kept and public. */
export function recordChoice(
  eventId: string,
  draw: number,
  choice: RuleChoice,
  by: { name: string },
) {
  return insertChoice(eventId, chosenNow(draw, choice, by))
}

function valuesOf({ id, eventId, ...values }: typeof ruleChoices.$inferSelect) {
  return values
}

function chosenNow(draw: number, choice: RuleChoice, by: { name: string }) {
  return { draw, ...choice, chosenAt: Date.now(), chosenByName: by.name }
}

function insertChoice(eventId: string, chosen: ReturnType<typeof chosenNow>) {
  return db()
    .insert(ruleChoices)
    .values({ eventId, ...chosen })
}

/** For a draw that takes another's place: the choice keeps its time and name. */
export function copyChoice(eventId: string, from: number, to: number) {
  return sql`INSERT INTO rule_choices (event_id, draw, rule, order_name, cap, public_value_source, chosen_at, chosen_by_name)
    SELECT event_id, ${to}, rule, order_name, cap, public_value_source, chosen_at, chosen_by_name
    FROM rule_choices WHERE event_id = ${eventId} AND draw = ${from} ORDER BY id DESC LIMIT 1`
}

/** Latest first. */
export async function listChoices(eventId: string) {
  return db()
    .select()
    .from(ruleChoices)
    .where(eq(ruleChoices.eventId, eventId))
    .orderBy(desc(ruleChoices.id))
}

const choiceQuery = keptQuery(reads =>
  reads
    .select()
    .from(ruleChoices)
    .where(
      and(
        eq(ruleChoices.eventId, sql.placeholder('eventId')),
        eq(ruleChoices.draw, sql.placeholder('draw')),
      ),
    )
    .orderBy(desc(ruleChoices.id))
    .limit(1)
    .prepare(),
)

export async function findChoice(eventId: string, draw: number) {
  const [row] = await choiceQuery().all({ eventId, draw })
  return row
}

/** Order and source are settled once the roll is frozen: weights rest on the order, and the value could be known. */
export async function chooseRule(eventId: string, choice: RuleChoice, viewer: Person) {
  const draw = await nextDraw(eventId)
  const earlier = await findChoice(eventId, draw)
  const after = chosenNow(draw, choice, viewer)
  const actor: Actor = { userId: viewer.userId, name: viewer.name }
  const keepsFrozen = sql`EXISTS (SELECT 1 FROM rule_choices WHERE order_name = ${choice.order}
    AND public_value_source IS ${choice.publicValueSource} AND id =
      (SELECT max(id) FROM rule_choices WHERE event_id = ${eventId} AND draw = ${draw}))`
  return write([
    mustManage(viewer, eventId),
    mustNotBePublished(eventId),
    refuseUnless('too-late', sqlIsInState(eventId, ['draft', 'open', 'closed'])),
    mustBeSealed(eventId, draw),
    mustNotBeDrawn(eventId, draw),
    mustNotBeLocked(eventId),
    refuseIf(
      'frozen',
      sql`NOT coalesce((${sqlIsInState(eventId, ['draft', 'open'])}), 0) AND NOT ${keepsFrozen}`,
    ),
    insertChoice(eventId, after),
    audit({
      actor,
      action: 'rule.chosen',
      subject: 'event',
      subjectId: eventId,
      eventId,
      before: earlier && valuesOf(earlier),
      after,
    }),
  ])
}

export type ChoiceRefusal = NonNullable<Awaited<ReturnType<typeof chooseRule>>['refusal']>
