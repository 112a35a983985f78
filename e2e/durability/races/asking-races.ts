import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { type EventScene, sceneOfEvent } from './cast.ts'
import { after, isOf } from './queries.ts'
import { type Race, race } from './race.ts'

const open = { closedAt: null }
const devices = [0, 1, 2]

/** Two changes claim the same version: one of them is lost. */
const sameVersion = (action: string) => `SELECT subject_id FROM audit_entries
  WHERE action = '${action}' AND ${isOf} GROUP BY subject_id, after ->> 'version' HAVING count(*) > 1`

export const askingRaces: Race[] = [
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
      // The lane is full at closing time: a press before it gets its turn after it.
      await wait(closesAt - Date.now() - 30)
      const asks = [ask('ann'), ask('bob'), ask('admin')]
      await wait(closesAt - Date.now() + 150)
      return Promise.all([early, ...asks, ask('otherAdmin')])
    },
    // The guard and the row are two statements of one batch: on a busy machine time passes between them.
    wrong: `SELECT r.id FROM requests r JOIN events e ON e.id = r.event_id
      JOIN written w ON w.request_id = r.id WHERE e.name = ? AND w.at > e.closes_at + 100`,
  }),
  race<EventScene>({
    name: 'one person asking at several devices at once',
    scene: (cast, name) => sceneOfEvent(cast, name, {}, open),
    async run(as, { path }) {
      const page = await as('ann').get(`${path}/request`)
      const fields = { sizes: ['2'] }
      return Promise.all(
        devices.map(device => as('ann', device).press(page, { form: 'request', fields })),
      )
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
