import { issueToken, type TokenPurpose } from '#app/models/sign-in/links/token.server.ts'
import { createUser } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { createPerson, PASSWORD as OLD_PASSWORD } from '../../http/person.ts'
import { type Race, race } from './race.ts'

const PASSWORD = 'four quiet owls at noon'

async function linkFor(purpose: TokenPurpose, userId?: string): Promise<{ token: string }> {
  const { token, steps } = issueToken(purpose, userId ?? (await createUser()).id)
  await write(steps)
  return { token }
}

async function linksFor(purpose: TokenPurpose): Promise<{ paths: string[] }> {
  const { id } = await createUser()
  const links = [await linkFor(purpose, id), await linkFor(purpose, id), await linkFor(purpose, id)]
  const place = purpose === 'sign-in' ? 'sign-in' : 'reset-password'
  return { paths: links.map(({ token }) => `/${place}/${token}`) }
}

export const peopleRaces: Race[] = [
  race<{ token: string }>({
    name: 'a sign-in link pressed several times',
    scene: () => linkFor('sign-in'),
    async run(_, { token }, __, site) {
      const page = await site.visitor().get(`/sign-in/${token}`)
      return Promise.all([1, 2, 3].map(() => site.visitor().press(page)))
    },
    wrong: `SELECT actor_id FROM audit_entries WHERE action = 'session.started' AND after ->> 'way' = 'link'
      GROUP BY actor_id HAVING count(*) > 1`,
  }),
  race<{ paths: string[] }>({
    name: 'several sign-in links of one person pressed at once',
    scene: () => linksFor('sign-in'),
    async run(_, { paths }, __, site) {
      const pages = await Promise.all(paths.map(path => site.visitor().get(path)))
      return Promise.all(pages.map(page => site.visitor().press(page)))
    },
    wrong: `SELECT actor_id FROM audit_entries WHERE action = 'session.started' AND after ->> 'way' = 'link'
      GROUP BY actor_id HAVING count(*) > 1`,
  }),
  race<{ paths: string[] }>({
    name: 'several links to reset-password of one person pressed at once',
    scene: () => linksFor('reset-password'),
    async run(_, { paths }, __, site) {
      const pages = await Promise.all(paths.map(path => site.visitor().get(path)))
      const fields = { password: PASSWORD, repeat: PASSWORD }
      return Promise.all(pages.map(page => site.visitor().press(page, { fields })))
    },
    wrong: `SELECT actor_id FROM audit_entries WHERE action = 'password.set' AND after ->> 'way' = 'reset-password'
      GROUP BY actor_id HAVING count(*) > 1`,
  }),
  ...(['set-password', 'reset-password'] as const).map(purpose =>
    race<{ token: string }>({
      name: `a link to ${purpose} pressed several times`,
      scene: () => linkFor(purpose),
      async run(_, { token }, __, site) {
        const page = await site.visitor().get(`/reset-password/${token}`)
        const fields = { password: PASSWORD, repeat: PASSWORD }
        return Promise.all([1, 2, 3].map(() => site.visitor().press(page, { fields })))
      },
      wrong: `SELECT actor_id FROM audit_entries WHERE action = 'password.set' AND after ->> 'way' = '${purpose}'
        GROUP BY actor_id HAVING count(*) > 1`,
    }),
  ),
  race<{ token: string; email: string }>({
    name: 'a sign-in while the password is changed by a link',
    scene: async () => {
      const { id, email } = await createPerson()
      return { ...(await linkFor('reset-password', id)), email }
    },
    async run(_, { token, email }, __, site) {
      const [choosing, entering] = [
        await site.visitor().get(`/reset-password/${token}`),
        await site.visitor().get('/login'),
      ]
      const fields = { password: PASSWORD, repeat: PASSWORD }
      const old = { email, password: OLD_PASSWORD }
      return Promise.all([
        site.visitor().press(choosing, { fields }),
        site.visitor().press(choosing, { fields }),
        site.visitor().press(entering, { form: 'sign-in', fields: old }),
      ])
    },
    wrong: `SELECT b.id FROM audit_entries a JOIN audit_entries b ON b.actor_id = a.actor_id AND b.id > a.id
      WHERE a.action = 'password.set' AND b.action = 'session.started' AND b.after ->> 'way' = 'password'`,
  }),
  race<{ path: string }>({
    name: 'a person changed by two',
    scene: async () => ({ path: `/admin/users/${(await createUser()).id}` }),
    async run(as, { path }) {
      const page = await as('admin').get(path)
      return Promise.all([
        as('admin').press(page, { form: 'person', fields: { name: 'Twice changed' } }),
        as('otherAdmin').press(page, { form: 'person', fields: { name: 'Changed twice' } }),
      ])
    },
    wrong: `SELECT u.id FROM users u WHERE version <= (SELECT count(*) FROM audit_entries
      WHERE action = 'user.changed' AND subject_id = u.id)`,
  }),
  race<{ path: string }>({
    name: 'a person changed while she is erased',
    scene: async () => ({ path: `/admin/users/${(await createUser({ deactivatedAt: 1 })).id}` }),
    async run(as, { path }, round) {
      const [page, erasure] = [
        await as('admin').get(path),
        await as('otherAdmin').get(`${path}/erasure`),
      ]
      const presses = [
        () => as('otherAdmin').press(erasure, { form: 'erasure' }),
        () => as('admin').press(page, { form: 'person', fields: { name: 'Back again' } }),
      ]
      if (round % 2 === 1) presses.reverse()
      return Promise.all(presses.map(press => press()))
    },
    wrong: `SELECT u.id FROM users u JOIN audit_entries a ON a.subject_id = u.id AND a.action = 'user.erased'
      WHERE u.name <> 'Erased person'`,
  }),
]
