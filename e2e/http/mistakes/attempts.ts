import { rowsOf } from '../database.ts'
import type { Page } from '../page.ts'
import type { Fields, Visitor } from '../visitor.ts'
import type { Played, SceneSite } from './scene.ts'

export const as = (site: SceneSite, who: 'owner' | 'otherOrganizer' | 'admin' | 'ann' | 'bob') =>
  site.as(site.seeded[who])

export const pathOf = (event: Played, page = '') => `/events/${event.id}${page}`

export async function eventRow(site: SceneSite, event: Played) {
  const [row] = await rowsOf(site.server.database, 'SELECT * FROM events WHERE id = ?', [event.id])
  return row as Record<string, unknown>
}

export async function draftOf(site: SceneSite, event: Played) {
  const query =
    'SELECT draft_amount FROM requests r JOIN users u ON u.id = r.user_id WHERE event_id = ? ORDER BY u.name'
  return (await rowsOf(site.server.database, query, [event.id])).map(row => row.draft_amount)
}

export async function countDecisions(site: SceneSite, event: Played) {
  const query = `SELECT (SELECT count(*) FROM finalizations WHERE event_id = e.id) AS finalizations,
    (SELECT count(*) FROM mails WHERE event_id = e.id AND kind = 'result') AS mails FROM events e WHERE id = ?`
  const [row] = await rowsOf(site.server.database, query, [event.id])
  return { finalizations: Number(row?.finalizations), mails: Number(row?.mails) }
}

export async function give(
  site: SceneSite,
  event: Played,
  [ann, bob]: [string | undefined, string | undefined],
  page?: Page,
): Promise<Page> {
  const owner = as(site, 'owner')
  const grid = page ?? (await owner.get(pathOf(event, '/allocation')))
  const fields: Fields = {
    ...(ann !== undefined && { [`amount-${event.ann}`]: ann }),
    ...(bob !== undefined && { [`amount-${event.bob}`]: bob }),
  }
  return owner.press(grid, { form: 'grid', fields })
}

/** Finalizes as a form would, whatever the page offers. */
export async function finalize(site: SceneSite, event: Played): Promise<Page> {
  const { allocation_version } = await eventRow(site, event)
  const fields = { allocationVersion: String(allocation_version), sendMail: 'on' }
  return as(site, 'owner').post(pathOf(event, '/finalization'), fields)
}

export async function undo(site: SceneSite, event: Played): Promise<Page> {
  const owner = as(site, 'owner')
  const page = await owner.get(pathOf(event, '/finalization'))
  return owner.press(page, { form: 'undo', fields: { reason: 'A number was wrong' } })
}

/** Somebody asks while the page "set all undecided to none" is open: requests were reopened in between. */
export async function askBetween(site: SceneSite, event: Played, who: Visitor): Promise<Page> {
  const owner = as(site, 'owner')
  const closing = pathOf(event, '/closing')
  const closesDate = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const opened = await owner.post(closing, { intent: 'reopen', closesDate })
  if (opened.status !== 303) throw new Error(`not reopened: ${opened.errors}`)
  const asking = await who.get(pathOf(event, '/request'))
  await who.press(asking, { form: 'request', fields: { sizes: ['2'] } })
  return owner.post(closing, { intent: 'close' })
}

export async function saveBoth(
  site: SceneSite,
  path: string,
  form: string,
  [first, second]: [Fields, Fields],
): Promise<Page> {
  const [olga, ada] = [as(site, 'owner'), as(site, 'admin')]
  const [hers, his] = [await olga.get(path), await ada.get(path)]
  await olga.press(hers, { form, fields: first })
  return ada.press(his, { form, fields: second })
}
