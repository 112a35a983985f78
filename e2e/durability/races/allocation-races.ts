import type { Page } from '../../http/page.ts'
import { type EventScene, sceneOfEvent } from './cast.ts'
import { after, isOf } from './queries.ts'
import { type Race, race } from './race.ts'

const devices = [0, 1, 2]

const overGiven = `SELECT id FROM events WHERE name = ? AND total_tickets <
  (SELECT coalesce(sum(draft_amount), 0) FROM requests WHERE event_id = events.id)`

export const allocationRaces: Race[] = [
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
      const closesDate = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
      const steps = [
        () => as('admin').post(`${path}/closing`, { intent: 'reopen', closesDate }),
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
      return Promise.all(
        devices.map(device => as('owner', device).press(page, { form: 'finalize' })),
      )
    },
    wrong: `SELECT event_id FROM finalizations WHERE ${isOf} AND undone_at IS NULL
      GROUP BY event_id HAVING count(*) > 1 OR
        (SELECT count(*) FROM mails WHERE mails.event_id = finalizations.event_id AND kind = 'result') <> 2`,
  }),
  race<EventScene>({
    name: 'drawing twice',
    scene: (cast, name) => sceneOfEvent(cast, name, { ann: null, bob: null }),
    async run(as, { path }) {
      const page = await as('owner').get(`${path}/terms`)
      const press = { form: 'terms', fields: { source: 'none' } }
      return Promise.all(devices.map(device => as('owner', device).press(page, press)))
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
]
