import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { findTokenOwner } from '#app/models/sign-in/links/token.server.ts'
import { authenticate } from '#app/models/sign-in/sign-in.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { from } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { users } from '#db/schema.ts'
import { SetupRefusal, setUpAdmin } from './setup-admin.ts'
import { readSetupCall } from './setup-call.ts'
import { Conversation, NoAnswerError } from './terminal.ts'

testDatabase()

/** Answers one question after the other; `seen` is what was on the screen. */
function terminal(...answers: string[]) {
  const input = new PassThrough()
  const output = new PassThrough()
  let seen = ''
  output.on('data', chunk => {
    seen += chunk
    const isAsking = /(: |\(yes\/no\) )$/.test(String(chunk))
    if (isAsking) setImmediate(() => input.write(answers.shift() ?? '\u0004'))
  })
  return { talk: new Conversation({ input, output }), seen: () => seen }
}

const refusalOf = (doing: Promise<string>) =>
  doing.then(
    () => undefined,
    (error: unknown) => (error instanceof SetupRefusal ? error : Promise.reject(error)),
  )

describe('at a terminal', () => {
  test('asks for name, mail address and password until each is valid', async () => {
    const { talk, seen } = terminal(
      ' \r',
      'Ada\r',
      'nonsense\r',
      'Ada@Example.org\r',
      'short\r',
      'seven grey geese\r',
      'seven great geese\r',
      'seven grey geese\r',
      'seven grey geese\r',
    )
    expect(await setUpAdmin(readSetupCall([]), talk)).toMatch(/^Ada <ada@example.org> is an admin/)
    expect(seen()).toMatch(/Enter an email address such as/)
    expect(seen()).toMatch(/Too short/)
    expect(seen()).toMatch(/The two were not the same/)
    expect(seen()).not.toMatch(/geese/)
    expect(
      await authenticate('ada@example.org', 'seven grey geese', from('192.0.2.1')),
    ).toHaveProperty('userId')
  })

  test('takes a password in either Unicode form', async () => {
    const [composed, decomposed] = ['mein M\u00FCsli um acht', 'mein Mu\u0308sli um acht']
    const { talk } = terminal('Ada\r', 'ada@example.org\r', `${decomposed}\r`, `${composed}\r`)
    await setUpAdmin(readSetupCall([]), talk)
    overrideSettings({ ADMIN_PASSWORD: decomposed })
    await setUpAdmin(readSetupCall(['--another', '--name', 'Ben', '--email', 'ben@example.org']))
    overrideSettings({ ADMIN_PASSWORD: undefined })
    for (const email of ['ada@example.org', 'ben@example.org'])
      expect(await authenticate(email, composed, from('192.0.2.2'))).toHaveProperty('userId')
  })

  test('makes nothing when the person leaves', async () => {
    const { talk } = terminal('Ada\r', '\u0003')
    await expect(setUpAdmin(readSetupCall([]), talk)).rejects.toThrow(NoAnswerError)
    expect(await db().select().from(users)).toEqual([])
  })

  test('offers to promote somebody who has an account', async () => {
    await createUser({ email: 'ada@example.org', name: 'Ada' })
    const refused = terminal('Ada\r', 'ada@example.org\r', 'no\r')
    expect((await refusalOf(setUpAdmin(readSetupCall([]), refused.talk)))?.message).toMatch(
      /--promote/,
    )
    const agreed = terminal('Ada\r', 'ada@example.org\r', 'yes\r')
    expect(await setUpAdmin(readSetupCall([]), agreed.talk)).toMatch(/is an admin now/)
  })
})

describe('without a terminal', () => {
  const who = ['--name', 'Ada', '--email', 'ada@example.org']

  test('takes the password from ADMIN_PASSWORD, under the usual rules', async () => {
    overrideSettings({ ADMIN_PASSWORD: 'password' })
    const refusal = await refusalOf(setUpAdmin(readSetupCall(who)))
    expect(refusal?.message).toMatch(/^ADMIN_PASSWORD: This password is too easy to guess/)
    expect(refusal?.isMiscalled).toBe(true)
    overrideSettings({ ADMIN_PASSWORD: 'seven grey geese' })
    await setUpAdmin(readSetupCall(who))
    overrideSettings({ ADMIN_PASSWORD: undefined })
    expect(
      await authenticate('ada@example.org', 'seven grey geese', from('192.0.2.1')),
    ).toHaveProperty('userId')
  })

  test('or prints a link to set it', async () => {
    expect(await setUpAdmin(readSetupCall(who))).toMatch(/http\S+\/reset-password\/\S{43}/)
  })

  test('needs a name and an address', async () => {
    for (const args of [[], ['--name', 'Ada'], ['--email', 'ada@example.org']]) {
      const refusal = await refusalOf(setUpAdmin(readSetupCall(args)))
      expect(refusal?.isMiscalled).toBe(true)
    }
  })

  test('says who the admin is instead of making a second', async () => {
    await createUser({ role: 'admin', name: 'Grace', email: 'grace@example.org' })
    const refusal = await refusalOf(setUpAdmin(readSetupCall(who)))
    expect(refusal?.message).toMatch(/Grace <grace@example.org>.*--another/)
    expect(await setUpAdmin(readSetupCall([...who, '--another']))).toMatch(/is an admin now/)
  })
})

describe('a link for an admin who cannot get in', () => {
  const call = (...more: string[]) => setUpAdmin(readSetupCall(['--link', ...more]))

  test('lets the only admin choose a password, even one who never had one', async () => {
    await createUser({ role: 'admin', name: 'Ada', email: 'ada@example.org', passwordHash: null })
    const said = await call()
    expect(said).toContain('A link for Ada <ada@example.org>.')
    const token = /reset-password\/([\w-]+)/.exec(said)?.[1] ?? ''
    expect(await findTokenOwner(token, ['set-password'])).toMatchObject({ name: 'Ada' })
  })

  test('asks which of several admins, and finds one by address', async () => {
    await createUser({ role: 'admin', email: 'ada@example.org' })
    await createUser({ role: 'admin', email: 'ben@example.org', name: 'Ben' })
    expect((await refusalOf(call()))?.message).toMatch(/--email:[\s\S]*ben@example.org/)
    expect(await call('--email', 'BEN@example.org')).toContain('A link for Ben')
  })

  test.each([
    ['a member', { role: 'member' as const }],
    ['a deactivated admin', { role: 'admin' as const, deactivatedAt: 1 }],
  ])('is not made for %s', async (_, overrides) => {
    await createUser({ role: 'admin', email: 'ada@example.org' })
    await createUser({ ...overrides, email: 'eve@example.org' })
    const refusal = await refusalOf(call('--email', 'eve@example.org'))
    expect(refusal?.message).toMatch(/not the address of an active admin/)
  })

  test('cannot be combined with other options', () => {
    expect(() => readSetupCall(['--link', '--another'])).toThrow(/--link/)
    expect(() => readSetupCall(['--link', '--demo'])).toThrow(/--demo/)
  })
})
