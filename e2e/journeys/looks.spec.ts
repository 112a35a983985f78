import { execFileSync } from 'node:child_process'
import { createClient } from '@libsql/client'
import type { Page } from '@playwright/test'
import { addEvent } from '../events.ts'
import { addPerson, type Someone, signIn } from '../people.ts'
import type { RunningServer } from '../server.ts'
import { TEST_ENV } from '../test-env.ts'
import { expect, lookAt, test } from './fixtures.ts'

/** Links and buttons that a finger must hit; one within a line of text is as high as its line. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main :is(a, button, summary, input, select)')]
      .filter(target => target.getClientRects().length > 0)
      .map(target => ({ target, box: target.getBoundingClientRect() }))
      .filter(({ box }) => box.height > 1 && (box.height < 24 || box.width < 24))
      .filter(({ target }) => target.textContent?.length !== 1)
      .map(({ target, box }) => `${target.outerHTML} ${box.width} × ${box.height}`),
  )
}

const heightOf = (page: Page) => page.evaluate(() => document.documentElement.scrollHeight)

const names = 'Ana Ben Cai Dov Eva Fay Gus Hal Ida Jon Kay Leo Mia Ned Ola Pia Quy Rob Sol Tom'
const surnames = 'Almeida Bergstrom Castellanos Dimitrova'

async function eventOf26(app: RunningServer, owner: Someone): Promise<string> {
  const asks: { person: Someone; sizes: string }[] = []
  for (let index = 0; index < 26; index += 1) {
    const name = `${names.split(' ')[index % 20]} ${surnames.split(' ')[index % 4]}`
    const person = await addPerson(app.database, { name, role: 'member' })
    asks.push({ person, sizes: index % 2 ? '2,1' : '4,2,1' })
  }
  return addEvent(app.database, { name: 'Gala', owner, tickets: 20, asks, isClosed: true })
}

test('26 people are soon scrolled through on a phone', { tag: '@phone' }, async ({ page, app }) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'organizer' })
  const event = await eventOf26(app, olga)
  await signIn(page, olga)
  // Finalizing says more before its list.
  const limits = { requests: 2600, allocation: 2600, finalization: 2800 }
  for (const [place, limit] of Object.entries(limits)) {
    await page.goto(`${event}/${place}`)
    expect(await heightOf(page), `height of ${place}`).toBeLessThan(limit)
    expect(await smallTargets(page), `small targets of ${place}`).toEqual([])
  }
})

test('the reason is there where a number asks for one', async ({ page, app }) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'organizer' })
  const [mia, max] = [
    await addPerson(app.database, { name: 'Mia', role: 'member' }),
    await addPerson(app.database, { name: 'Max', role: 'member' }),
  ]
  const asks = [mia, max].map(person => ({ person, sizes: '2,1' }))
  const event = await addEvent(app.database, {
    name: 'Ball',
    owner: olga,
    tickets: 9,
    asks,
    isClosed: true,
  })
  await signIn(page, olga)
  await page.goto(`${event}/allocation`)
  const [reason, other] = [page.getByLabel('Reason for Mia'), page.getByLabel('Reason for Max')]
  await expect(reason).toBeHidden()
  await page.getByLabel('Tickets for Mia').fill('3')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.locator('.grid .field-error')).toContainText('They did not ask for 3')
  await expect(reason).toBeVisible()
  await expect(other).toBeHidden()
  await reason.fill('Brings her aunt')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByRole('status')).toContainText('1 row saved')
  await expect(reason).toHaveValue('Brings her aunt')
  await expect(reason).toBeVisible()
  await page.locator('summary', { hasText: 'Reason for Max' }).click()
  await expect(other).toBeVisible()
})

type Season = Record<'password' | 'request' | 'member' | 'ticket', string> & {
  ids: Map<string, string>
}

async function addSeason({ database }: RunningServer): Promise<Season> {
  const env = { ...process.env, ...TEST_ENV, DATABASE: database, APP_TIME_ZONE: 'Europe/Berlin' }
  const args = ['build/server/setup.js', '--demo', '--force']
  const said = execFileSync('node', args, { env, encoding: 'utf8' })
  const client = createClient({ url: `file:${database}` })
  const rows = async (query: string) =>
    (await client.execute(query)).rows.map(row => [...Object.values(row)].map(String))
  const events = await rows('SELECT name, id FROM events')
  const [[member = '']] = (await rows(`SELECT id FROM users WHERE email = '${MEMBER}'`)) as [
    string[],
  ]
  const [[request = '']] = (await rows(
    `SELECT r.id FROM requests r JOIN events e ON e.id = r.event_id WHERE e.name = 'The Magic Flute' LIMIT 1`,
  )) as [string[]]
  const [[ticket = '']] = (await rows(
    `INSERT INTO holders (event_id, user_id, door_code) SELECT e.id, r.user_id, '${'f'.repeat(32)}'
      FROM events e JOIN requests r ON r.event_id = e.id JOIN finalizations f ON f.event_id = e.id
      JOIN results s ON s.finalization_id = f.id AND s.request_id = r.id
      WHERE e.name = '${decided}' AND s.amount > 0 LIMIT 1
      ON CONFLICT DO UPDATE SET door_code = excluded.door_code RETURNING door_code`,
  )) as [string[]]
  client.close()
  return {
    ticket,
    password: /password (\S+)/.exec(said)?.[1] ?? '',
    ids: new Map(events as [string, string][]),
    request,
    member,
  }
}

const MEMBER = 'amara.nwosu@example.org'
const ORGANIZER = 'miriam.okafor@example.org'
const ADMIN = 'ines.hartmann@example.org'

const closed = 'The Magic Flute'
const decided = 'Opening night: Twelfth Night'
const open = 'The derby against Westbrook'

/** Words in brackets are names of events of the season. */
const pages: Record<string, string> = {
  [MEMBER]: `/events [${open}] [${open}]/request [${open}]/request/withdrawal [${closed}] [${decided}]
    [${decided}]/why [${decided}]/return [${decided}]/waiting-list [${decided}]/draws [${decided}]/draws/1 [An evening of stand-up] /events/history
    [Ice hockey cup, quarter-final] [Ice hockey cup, quarter-final]/waiting-list [Improvised theatre]/waiting-list
    /account /account/calendar /account/fairness /account/password /account/sessions /verify /nowhere`,
  [ORGANIZER]: `/events /events/new [${closed}] [${closed}]/edit [${closed}]/requests [${closed}]/requests/new
    [${closed}]/requests/REQUEST [${closed}]/comparison [${closed}]/pins [${closed}]/terms
    [${closed}]/allocation [${closed}]/finalization [${closed}]/cancellation [${closed}]/closing
    [${decided}] [${decided}]/allocation [${decided}]/finalization [${decided}]/recipients
    [${decided}]/left-behind [${decided}]/door [${decided}]/door?q=nobody [${decided}]/door/TICKET
    [${decided}]/door/helpers [${decided}]/report /reports [Ice hockey cup, quarter-final]/line
    [Ice hockey cup, quarter-final]/line?act=change [Ice hockey cup, quarter-final]/line?act=move
    [Ice hockey cup, quarter-final]/line?act=hold [Ice hockey cup, quarter-final]/recipients [Jazz at the harbour] /account/fairness`,
  [ADMIN]: `/admin /admin/users /admin/users/MEMBER /admin/users/MEMBER/erasure /admin/users/import
    /admin/users/links /admin/mail /admin/audit /events/history [Winter gala for families]
    [League match against Eastfield]/allocation`,
}

test('no page of a season is wider than the narrowest phone, hard to hit, or hard to read', {
  tag: '@desktop',
}, async ({ page, app }) => {
  const season = await addSeason(app)
  expect(season.ticket).toHaveLength(32)
  for (const [email, list] of Object.entries(pages)) {
    await page.setViewportSize({ width: 320, height: 640 })
    await page.context().clearCookies()
    await page.goto('/login')
    await page.locator('[name=email]').fill(email)
    await page.locator('[name=password]').fill(season.password)
    await page.locator('main form button').first().click()
    await page.waitForURL('**/events')
    for (const place of list
      .replaceAll(/\[(.*?)\]/g, (_, name) => `/events/${season.ids.get(name)}`)
      .split(/\s+/)) {
      await page.goto(
        place
          .replace('REQUEST', season.request)
          .replace('MEMBER', season.member)
          .replace('TICKET', season.ticket),
      )
      await lookAt(page, { axe: true, javaScriptEnabled: true })
      expect.soft(await smallTargets(page), `small targets of ${place}`).toEqual([])
    }
  }
})
