import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import type { Page } from '../../http/page.ts'
import { type EventScene, sceneOfEvent } from './cast.ts'
import { type Race, race } from './race.ts'

const isOf = 'event_id IN (SELECT id FROM events WHERE name = ?)'
const open = { closedAt: null }
const thrice = [1, 2, 3]

/** More is given than there is. */
const overGiven = `SELECT id FROM events WHERE name = ? AND total_tickets <
  (SELECT coalesce(sum(draft_amount), 0) FROM requests WHERE event_id = events.id)`

/** One entry of the audit trail stands behind another of the same event that rules it out. */
const after = (first: string, then: string) => `SELECT b.* FROM audit_entries a JOIN audit_entries b
  ON b.event_id = a.event_id AND b.id > a.id WHERE a.action = '${first}' AND b.action = '${then}'
  AND a.${isOf}`

/** Two changes that both say that they made the same version: one of them is lost. */
const sameVersion = (action: string) => `SELECT subject_id FROM audit_entries
  WHERE action = '${action}' AND ${isOf} GROUP BY subject_id, after ->> 'version' HAVING count(*) > 1`

export const eventRaces: Race[] = [
  race<EventScene>({
    name: 'last tickets, given twice by two who save at once',
    scene: (cast, name) => sceneOfEvent(cast, name, { ann: null, bob: null }),
    async run(as, { path, ann, bob }) {
      const page = await as('owner').get(`${path}/allocation`)
      const give = (who: 'owner' | 'admin', request: string) =>
        as(who).press(page, { form: 'grid', fields: { [`amount-${request}`]: '4' } })
      return Promise.all([give('owner', ann), give('admin', bob)])
    },
    wrong: overGiven,
  }),
  race<EventScene>({
    name: 'tickets given while their total is lowered',
    scene: (cast, name) => sceneOfEvent(cast, name, { ann: null, bob: null }, { totalTickets: 10 }),
    async run(as, { path, ann, bob }) {
      const [grid, edit] = [
        await as('owner').get(`${path}/allocation`),
        await as('admin').get(`${path}/edit`),
      ]
      const amounts = { [`amount-${ann}`]: '4', [`amount-${bob}`]: '2' }
      return Promise.all([
        as('owner').press(grid, { form: 'grid', fields: amounts }),
        as('admin').press(edit, { form: 'event', fields: { totalTickets: '5' } }),
      ])
    },
    wrong: overGiven,
  }),
  race<EventScene>({
    name: 'a request that comes in while all undecided are set to none',
    scene: (cast, name) => sceneOfEvent(cast, name, { ann: null }),
    async run(as, { path }, round) {
      const none = await as('owner').get(`${path}/allocation/none`)
      const closesAt = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T12:00`
      const steps = [
        () => as('admin').post(`${path}/closing`, { intent: 'reopen', closesAt }),
        () => as('bob').post(`${path}/request`, { sizes: ['2'], requestId: '', version: '0' }),
        () => as('admin').post(`${path}/closing`, { intent: 'close' }),
      ]
      const answers: Page[] = []
      for (const [index, step] of steps.entries()) {
        const pressed = index === round % 3 ? [as('owner').press(none)] : []
        answers.push(...(await Promise.all([step(), ...pressed])))
      }
      return answers
    },
    wrong: `SELECT r.id FROM requests r JOIN users u ON u.id = r.user_id
      WHERE u.name = 'Bob' AND draft_amount = 0 AND ${isOf}`,
  }),
  race<EventScene>({
    name: 'finalizing twice, and mailing twice',
    scene: (cast, name) => sceneOfEvent(cast, name, { ann: 4, bob: 0 }),
    async run(as, { path }) {
      const page = await as('owner').get(`${path}/finalization`)
      return Promise.all(thrice.map(() => as('owner').press(page, { form: 'finalize' })))
    },
    wrong: `SELECT event_id FROM finalizations WHERE ${isOf} AND undone_at IS NULL
      GROUP BY event_id HAVING count(*) > 1 OR
        (SELECT count(*) FROM mails WHERE mails.event_id = finalizations.event_id AND kind = 'result') <> 2`,
  }),
  race<EventScene>({
    name: 'drawing twice',
    scene: (cast, name) => sceneOfEvent(cast, name, { ann: null, bob: null }),
    async run(as, { path }) {
      const page = await as('owner').get(`${path}/draws/new`)
      const press = { form: 'draw', button: page.form('draw').buttons.at(-1)?.text ?? '' }
      return Promise.all(thrice.map(() => as('owner').press(page, press)))
    },
    wrong: `SELECT event_id FROM draws WHERE ${isOf} GROUP BY event_id HAVING count(*) > 1`,
  }),
  race<EventScene>({
    name: 'finalizing against taking it back',
    scene: (cast, name) => sceneOfEvent(cast, name, { ann: 4, bob: 0 }),
    async run(as, { path }) {
      const before = await as('owner').get(`${path}/finalization`)
      await as('owner').press(before, { form: 'finalize' })
      const page = await as('owner').get(`${path}/finalization`)
      const undo = (who: 'owner' | 'admin') =>
        as(who).press(page, { form: 'undo', fields: { reason: 'A number was wrong' } })
      const finalize = () => as('owner').press(before, { form: 'finalize' })
      return Promise.all([undo('owner'), finalize(), undo('admin'), finalize()])
    },
    wrong: `SELECT id FROM events WHERE name = ? AND (finalized_at IS NOT NULL) <>
        (SELECT count(*) FROM finalizations WHERE event_id = events.id AND undone_at IS NULL)
      OR EXISTS (SELECT 1 FROM audit_entries WHERE event_id = events.id AND action = 'event.unfinalized'
        GROUP BY subject_id HAVING count(*) > 1)`,
  }),
  race<EventScene>({
    name: 'finalizing against cancelling',
    scene: (cast, name) => sceneOfEvent(cast, name, { ann: 4, bob: 0 }),
    async run(as, { path }, round) {
      const finalization = await as('owner').get(`${path}/finalization`)
      const cancellation = await as('admin').get(`${path}/cancellation`)
      const presses = [
        () => as('owner').press(finalization, { form: 'finalize' }),
        () =>
          as('admin').press(cancellation, { form: 'cancellation', fields: { reason: 'Storm' } }),
      ]
      if (round % 2 === 1) presses.reverse()
      return Promise.all(presses.map(press => press()))
    },
    wrong: after('event.cancelled', 'event.finalized'),
  }),
  race<EventScene>({
    name: 'asking while requests are closed by hand',
    scene: (cast, name) => sceneOfEvent(cast, name, {}, open),
    async run(as, { path }) {
      const closing = await as('owner').get(`${path}/closing`)
      const page = await as('ann').get(`${path}/request`)
      const ask = (who: 'ann' | 'bob' | 'cleo') =>
        as(who).press(page, { form: 'request', fields: { sizes: ['2'] } })
      return Promise.all([ask('ann'), as('owner').press(closing), ask('bob'), ask('cleo')])
    },
    wrong: after('event.closed', 'request.made'),
  }),
  race<EventScene>({
    name: 'closing time passing between page and press',
    scene: (cast, name) => sceneOfEvent(cast, name, {}, open),
    async run(as, { path, id }, _, site) {
      const page = await as('ann').get(`${path}/request`)
      const ask = (who: 'ann' | 'bob' | 'cleo' | 'admin' | 'otherAdmin') =>
        as(who).press(page, { form: 'request', fields: { sizes: ['2'] } })
      const early = await ask('cleo')
      const closesAt = Date.now() + 500
      await closeAt(site.server.database, id, closesAt)
      // The lane is full when the time comes: who pressed before it has her turn after it.
      await wait(closesAt - Date.now() - 30)
      const asks = [ask('ann'), ask('bob'), ask('admin')]
      await wait(closesAt - Date.now() + 150)
      return Promise.all([early, ...asks, ask('otherAdmin')])
    },
    // The guard and the row are two statements of one batch: on a busy machine some time goes by between them.
    wrong: `SELECT r.id FROM requests r JOIN events e ON e.id = r.event_id
      JOIN written w ON w.request_id = r.id WHERE e.name = ? AND w.at > e.closes_at + 100`,
  }),
  race<EventScene>({
    name: 'one person asking at several devices at once',
    scene: (cast, name) => sceneOfEvent(cast, name, {}, open),
    async run(as, { path }) {
      const page = await as('ann').get(`${path}/request`)
      const fields = { sizes: ['2'] }
      return Promise.all(thrice.map(() => as('ann').press(page, { form: 'request', fields })))
    },
    wrong: `SELECT event_id FROM requests WHERE ${isOf} GROUP BY event_id, user_id HAVING count(*) > 1`,
  }),
  race<EventScene>({
    name: 'a request changed by its owner and by the organizer',
    scene: (cast, name) => sceneOfEvent(cast, name, { ann: null }, open),
    async run(as, { path, ann }) {
      const hers = await as('ann').get(`${path}/request`)
      const organizers = await as('owner').get(`${path}/requests/${ann}`)
      return Promise.all([
        as('ann').press(hers, { form: 'request', fields: { sizes: ['3'] } }),
        as('owner').press(organizers, { form: 'request', fields: { sizes: ['5'] } }),
      ])
    },
    wrong: sameVersion('request.changed'),
  }),
  race<EventScene>({
    name: 'an event changed by two',
    scene: (cast, name) => sceneOfEvent(cast, name, {}, open),
    async run(as, { path }) {
      const page = await as('owner').get(`${path}/edit`)
      return Promise.all([
        as('owner').press(page, { form: 'event', fields: { place: 'Old mill' } }),
        as('admin').press(page, { form: 'event', fields: { notes: 'Bring a coat' } }),
      ])
    },
    wrong: sameVersion('event.changed'),
  }),
]

async function closeAt(database: string, eventId: string, instant: number): Promise<void> {
  const file = createClient({ url: `file:${database}`, timeout: 5000 })
  const args = [instant, eventId]
  await file.execute({ sql: 'UPDATE events SET closes_at = ? WHERE id = ?', args })
  file.close()
}
