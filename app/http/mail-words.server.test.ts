import { afterEach, describe, expect, test } from 'vitest'
import { overrideSettings } from '#app/settings.server.ts'
import {
  accessLinkWords,
  sayMails,
  sayTold,
  sayWhoIsTold,
  sayWitnessMail,
} from './mail-words.server.ts'

afterEach(() => overrideSettings({ MAIL_ENABLED: false }))

describe('with mail', () => {
  test('says that emails are on the way and people are told', () => {
    overrideSettings({ MAIL_ENABLED: true })
    expect([sayMails(1), sayMails(5)]).toEqual([
      '1 email is on the way.',
      '5 emails are on the way.',
    ])
    expect([sayTold(0), sayTold(1)]).toEqual([
      'Nobody had asked, so no email is sent.',
      '1 person will get an email.',
    ])
    expect(sayWhoIsTold(2)).toBe('The 2 people who asked get an email.')
    expect(accessLinkWords().done).toContain('we have sent it an email')
  })

  test('does not promise a witness mail to accounts that no mail reaches', () => {
    overrideSettings({ MAIL_ENABLED: true })
    for (const asked of [1, 3]) {
      expect(sayWitnessMail(asked)).not.toContain('All ')
      expect(sayWitnessMail(asked)).toContain('deactivated, or not in use yet, gets none')
    }
  })
})

describe('without mail', () => {
  test('says that emails are not sent, and not that anybody is told', () => {
    const one = 'Email is off, so 1 email is not sent. An admin can read it.'
    const five = 'Email is off, so 5 emails are not sent. An admin can read them.'
    expect([sayMails(1), sayMails(5)]).toEqual([one, five])
    expect([sayTold(0), sayTold(1), sayTold(5)]).toEqual([
      'Nobody had asked, so no email is sent.',
      one,
      five,
    ])
    expect(sayWhoIsTold(2)).toBe('Email is off, so tell the people who asked yourself.')
  })

  test('promises a stranger no mail, and says whom to ask', () => {
    const words = Object.values(accessLinkWords()).join(' ')
    expect(words).toMatch(/ask an admin/)
    expect(words).not.toMatch(/we (will )?e?mail|email me|(have )?sent it|an email with a link/i)
  })
})
