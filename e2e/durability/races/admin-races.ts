import { type Client, createClient } from '@libsql/client'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { hashToken, newToken } from '#app/values/id.ts'
import type { Page } from '../../http/page.ts'
import type { Person } from '../../http/person.ts'
import { ROUNDS } from './cast.ts'
import type { RaceSite } from './race.ts'

type Outcome = { statuses: number[]; wrongs: number }
type Rounds = (site: RaceSite) => Promise<Outcome>

const HOUR = 3_600_000
const PASSWORD = 'four quiet owls at noon'

/** Races for the last admin: name, and the rounds that count how often it went wrong. */
export const adminRaces: [name: string, run: Rounds][] = [
  [
    'the last two admins demoting each other',
    site =>
      eachOther(site, async (page, visitor) =>
        visitor.press(page, { form: 'person', fields: { role: 'member' } }),
      ),
  ],
  [
    'the last two admins deactivating each other',
    site =>
      eachOther(
        site,
        (page, visitor) => visitor.press(page, { form: 'deactivation' }),
        '/deactivation',
      ),
  ],
  ['a set-up link pressed several times', setUpAtOnce],
]

type Press = (page: Page, visitor: ReturnType<RaceSite['visitor']>) => Promise<Page>

async function eachOther(site: RaceSite, press: Press, page = ''): Promise<Outcome> {
  const { admin, otherAdmin } = site.seeded.cast
  return inRounds(site, async file => {
    await makeAdmins(file, [admin, otherAdmin])
    const [hers, his] = [site.as(admin), site.as(otherAdmin)]
    const pages = [
      await hers.get(`/admin/users/${otherAdmin.id}${page}`),
      await his.get(`/admin/users/${admin.id}${page}`),
    ] as const
    const answers = await Promise.all([press(pages[0], hers), press(pages[1], his)])
    return { answers, isWrong: (await countAdmins(file)) === 0 }
  })
}

/** There is no admin, and several people open the one link that makes the first. */
async function setUpAtOnce(site: RaceSite): Promise<Outcome> {
  return inRounds(site, async (file, round) => {
    await file.execute('DROP TRIGGER IF EXISTS users_keep_last_admin')
    await file.execute("UPDATE users SET role = 'member'")
    const token = newToken()
    await file.execute({
      sql: `INSERT INTO tokens (token_hash, purpose, created_at, expires_at) VALUES (?, 'set-up', ?, ?)`,
      args: [hashToken(token), Date.now(), Date.now() + 60_000],
    })
    const page = await site.visitor().get(`/set-up/${token}`)
    const answers = await Promise.all(
      [1, 2, 3].map(number => {
        const email = `first${round}.${number}@example.org`
        const fields = { name: `First ${number}`, email, password: PASSWORD, repeat: PASSWORD }
        return site.visitor().press(page, { form: 'set-up', fields })
      }),
    )
    return { answers, isWrong: (await countAdmins(file)) !== 1 }
  })
}

type Round = (file: Client, round: number) => Promise<{ answers: Page[]; isWrong: boolean }>

async function inRounds(site: RaceSite, play: Round): Promise<Outcome> {
  const file = createClient({ url: `file:${site.server.database}`, timeout: 5000 })
  const outcome: Outcome = { statuses: [], wrongs: 0 }
  for (let round = 0; round < ROUNDS; round += 1) {
    const { answers, isWrong } = await play(file, round)
    outcome.statuses.push(...answers.map(answer => answer.status))
    if (isWrong) outcome.wrongs += 1
  }
  file.close()
  return outcome
}

async function makeAdmins(file: Client, admins: Person[]): Promise<void> {
  const now = Date.now()
  for (const { id, cookie } of admins) {
    await file.execute({
      sql: "UPDATE users SET role = 'admin', deactivated_at = NULL WHERE id = ?",
      args: [id],
    })
    await file.execute({
      sql: `INSERT OR REPLACE INTO sessions (id, token_hash, user_id, created_at, seen_at, idle_ends_at, ends_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)`,
      args: [
        `of ${id}`,
        hashToken(await sessionCookie().parse(cookie)),
        id,
        now,
        now,
        now + HOUR,
        now + HOUR,
      ],
    })
  }
}

async function countAdmins(file: Client): Promise<number> {
  const { rows } = await file.execute(
    "SELECT count(*) AS admins FROM users WHERE role = 'admin' AND deactivated_at IS NULL",
  )
  return Number(rows[0]?.admins)
}
