import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { stopHashing } from '#app/models/sign-in/hashing/password.server.ts'
import { findPasswordLink } from '#app/models/sign-in/password-change.server.ts'
import { findViewer } from '#app/models/sign-in/session/session.server.ts'
import { authenticate } from '#app/models/sign-in/sign-in.server.ts'
import {
  auditActions,
  countSessions,
  createUserWithPassword,
  from,
  letTimePass,
  PASSWORD,
} from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { openedMail } from '#app/testing/mails.ts'
import { keepPace } from '#app/testing/pace.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, mails, tokens } from '#db/schema.ts'
import { findSignInLink, mailAccessLink, signInByLink } from './access-link.server.ts'
import { TOKEN_LIFETIME } from './token.server.ts'

vi.mock('#app/models/sign-in/pace.ts', async () => {
  const { paceIfKept } = await import('#app/testing/pace.ts')
  return { noEarlierThan: paceIfKept }
})

testDatabase()
afterAll(stopHashing)

let counter = 0
const anAddress = () => from(`203.0.${++counter}.7`)
const start = { isRemembered: false, device: { userAgent: '', address: '' } }

/** The secret in the last mail's link. */
async function mailedToken(): Promise<string> {
  const [mail] = await db().select().from(mails).orderBy(sql`rowid DESC`).limit(1)
  return /\/(?:sign-in|reset-password)\/([\w-]+)/.exec(openedMail(mail).text)?.[1] ?? ''
}

async function askForSignIn(email: string): Promise<string> {
  await mailAccessLink('sign-in', email, anAddress())
  return mailedToken()
}

describe('asking for a link', () => {
  test('mails it to the person, in both parts, at the address of the settings', async () => {
    const user = await createUser({ name: 'Ada & Co', email: 'ada@example.org' })
    expect(await mailAccessLink('reset-password', 'ada@example.org', anAddress())).toBe(0)
    const mail = openedMail((await db().select().from(mails))[0])
    expect(mail).toMatchObject({ kind: 'password-reset', userId: user.id, toEmail: user.email })
    const token = await mailedToken()
    const link = `http://localhost:5000/reset-password/${token}`
    expect(mail?.text).toContain(link)
    expect(mail?.html).toContain(`href="${link}"`)
    expect(mail?.html).toContain('Ada &amp; Co')
    expect(mail?.text).toContain('60 minutes')
    expect(await findPasswordLink(token)).toMatchObject({ userId: user.id })
    expect(await auditActions()).toEqual(['access-link.mailed'])
  })

  test('stores only the hash of the secret, and seals the secret in the mail', async () => {
    const user = await createUser()
    const token = await askForSignIn(user.email)
    const kept = [
      await db().select().from(tokens),
      await db().select().from(auditEntries),
      await db().select().from(mails),
    ]
    expect(JSON.stringify(kept)).not.toContain(token)
    const [mail] = await db().select({ reasonKey: mails.reasonKey }).from(mails)
    expect(mail?.reasonKey).not.toContain(token)
  })

  test('answers the same for unknown and deactivated people, and stores nothing', async () => {
    const gone = await createUser({ deactivatedAt: 1 })
    for (const email of ['nobody@example.org', gone.email]) {
      expect(await mailAccessLink('reset-password', email, anAddress())).toBe(0)
      expect(await mailAccessLink('sign-in', email, anAddress())).toBe(0)
    }
    expect(await db().select().from(mails)).toEqual([])
    expect(await db().select().from(tokens)).toEqual([])
    expect(await auditActions()).toEqual([])
  })

  test('takes the same time for known and unknown people', async () => {
    keepPace()
    const user = await createUser()
    const quickest = async (email: string) => {
      const times: number[] = []
      for (let i = 0; i < 4; i++) {
        const started = performance.now()
        await mailAccessLink('reset-password', email, anAddress())
        times.push(performance.now() - started)
      }
      return Math.min(...times)
    }
    const [known, unknown] = [await quickest(user.email), await quickest('unknown@example.org')]
    expect(Math.min(known, unknown)).toBeGreaterThan(295)
    expect(Math.abs(known - unknown)).toBeLessThan(60)
  })

  describe('is slowed down by account, known or not', () => {
    const ask = (email: string, many: number, address = anAddress) =>
      Promise.all(Array.from({ length: many }, () => mailAccessLink('sign-in', email, address())))
    const expectHalfAnHour = (seconds: number) => {
      expect(seconds).toBeGreaterThan(29 * 60)
      expect(seconds).toBeLessThanOrEqual(30 * 60)
    }

    test('and network, so that a stranger who asks in another name blocks nobody', async () => {
      const user = await createUser()
      for (const email of [user.email, 'no-such-person@example.org']) {
        const strangers = anAddress()
        expect(await ask(email, 5, () => strangers)).toEqual(Array(5).fill(0))
        expectHalfAnHour(await mailAccessLink('reset-password', email, strangers))
        // Refused tries do not count against the account.
        expect(await ask(email, 30, () => strangers)).not.toContain(0)
        expect(await mailAccessLink('reset-password', email, anAddress())).toBe(0)
      }
      expect(await db().select().from(mails)).toHaveLength(6)
    })

    test('of all networks together, so that no mailbox is flooded', async () => {
      const user = await createUser()
      for (const email of [user.email, 'nobody-known@example.org']) {
        expect(await ask(email, 20)).toEqual(Array(20).fill(0))
        expectHalfAnHour(await mailAccessLink('reset-password', email, anAddress()))
      }
      expect(await db().select().from(mails)).toHaveLength(20)
    })
  })

  test('is slowed down by address, where an IPv6 network counts as one', async () => {
    const asked = Array.from({ length: 26 }, (_, i) =>
      mailAccessLink('sign-in', `guess${i}@example.org`, from(`2001:db8:7:7::${i}`)),
    )
    const waits = await Promise.all(asked)
    expect(waits.filter(seconds => seconds > 0)).toHaveLength(1)
    expect(await mailAccessLink('sign-in', 'guess@example.org', from('2001:db8:7:8::1'))).toBe(0)
  })
})

describe('a sign-in link', () => {
  test('lets its reader in once', async () => {
    const user = await createUser()
    const token = await askForSignIn(user.email)
    const session = await signInByLink(token, start)
    expect(await findViewer(session?.token ?? '')).toMatchObject({ userId: user.id })
    expect(await signInByLink(token, start)).toBeUndefined()
    expect(await auditActions()).toEqual(['access-link.mailed', 'session.started'])
    const [, entry] = await db().select().from(auditEntries)
    expect(entry?.after).toBe('{"way":"link"}')
  })

  test('is used up by pressing the button, not by opening the page', async () => {
    const user = await createUser()
    const token = await askForSignIn(user.email)
    expect(await findSignInLink(token)).toMatchObject({ name: user.name })
    expect(await findSignInLink(token)).toMatchObject({ name: user.name })
    expect(await countSessions()).toBe(0)
  })

  test('pressed twice at the same moment starts one session', async () => {
    const token = await askForSignIn((await createUser()).email)
    const both = await Promise.all([signInByLink(token, start), signInByLink(token, start)])
    expect(both.filter(Boolean)).toHaveLength(1)
    expect(await countSessions()).toBe(1)
  })

  test('works although a stranger asks for as many as they can, and ends them all when used', async () => {
    const user = await createUser()
    const token = await askForSignIn(user.email)
    const strangers = anAddress()
    const others: string[] = []
    for (let asked = 0; asked < 5; asked += 1) {
      expect(await mailAccessLink('sign-in', user.email, strangers)).toBe(0)
      others.push(await mailedToken())
    }
    await mailAccessLink('reset-password', user.email, anAddress())
    const reset = await mailedToken()
    expect(await signInByLink(token, start)).toBeDefined()
    for (const other of others) expect(await signInByLink(other, start)).toBeUndefined()
    expect(await countSessions()).toBe(1)
    // Links for other purposes still work.
    expect(await findPasswordLink(reset)).toBeDefined()
  })

  test('is one of six at most: a seventh ends the oldest', async () => {
    const user = await createUser()
    const asked: string[] = []
    while (asked.length < 7) asked.push(await askForSignIn(user.email))
    const found = await Promise.all(asked.map(token => findSignInLink(token)))
    expect(found.map(Boolean)).toEqual([false, ...Array(6).fill(true)])
  })

  test('pressed at the same moment as another of the same person starts one session', async () => {
    const user = await createUser()
    const asked = [await askForSignIn(user.email), await askForSignIn(user.email)]
    const both = await Promise.all(asked.map(token => signInByLink(token, start)))
    expect(both.filter(Boolean)).toHaveLength(1)
    expect(await countSessions()).toBe(1)
  })

  test('of somebody else still works when one is used', async () => {
    const [one, other] = [await createUser(), await createUser()]
    const [ofOne, ofOther] = [await askForSignIn(one.email), await askForSignIn(other.email)]
    expect(await signInByLink(ofOne, start)).toBeDefined()
    expect(await signInByLink(ofOther, start)).toBeDefined()
  })

  test('that expired long ago is deleted with the next one, some hundred at a time', async () => {
    const user = await createUser()
    await write([
      sql`INSERT INTO tokens (token_hash, purpose, user_id, created_at, expires_at)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
        SELECT 'hash-' || i, 'sign-in', ${user.id}, 1, 1 FROM n`,
      sql`UPDATE tokens SET used_at = 1`,
    ])
    await askForSignIn(user.email)
    expect(await db().$count(tokens)).toBe(201)
    await askForSignIn(user.email)
    expect(await db().$count(tokens)).toBe(2)
  })

  test('expires', async () => {
    const token = await askForSignIn((await createUser()).email)
    await letTimePass(TOKEN_LIFETIME['sign-in'] + 1000)
    expect(await signInByLink(token, start)).toBeUndefined()
  })

  test('does not let in a person deactivated since', async () => {
    const user = await createUser()
    const token = await askForSignIn(user.email)
    await write([sql`UPDATE users SET deactivated_at = 1 WHERE id = ${user.id}`])
    expect(await signInByLink(token, start)).toBeUndefined()
    expect(await countSessions()).toBe(0)
  })

  test('of another purpose lets nobody in', async () => {
    const user = await createUser()
    await mailAccessLink('reset-password', user.email, anAddress())
    expect(await signInByLink(await mailedToken(), start)).toBeUndefined()
  })

  test('works although others use up all password tries: nobody is locked out', async () => {
    const user = await createUserWithPassword()
    for (let round = 0; round < 2; round++)
      await Promise.allSettled(
        Array.from({ length: 13 }, () => authenticate(user.email, 'wrong', anAddress())),
      )
    expect(await authenticate(user.email, PASSWORD, anAddress())).toMatchObject({
      reason: 'too-many',
    })
    expect(await signInByLink(await askForSignIn(user.email), start)).toBeDefined()
  })
})
