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
  test('says that mails are on the way and people are told', () => {
    overrideSettings({ MAIL_ENABLED: true })
    expect([sayMails(1), sayMails(5)]).toEqual(['1 mail is on the way.', '5 mails are on the way.'])
    expect([sayTold(0), sayTold(1)]).toEqual(['0 people are told.', '1 person is told.'])
    expect(sayWhoIsTold(2)).toBe('The 2 people who asked get a mail.')
    expect(accessLinkWords().done).toContain('is on its way')
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
  test('says that mails are kept, and not that anybody is told', () => {
    const one = '1 mail is kept, since mail is switched off; an admin can read it.'
    const five = '5 mails are kept, since mail is switched off; an admin can read them.'
    expect([sayMails(1), sayMails(5)]).toEqual([one, five])
    expect([sayTold(0), sayTold(1), sayTold(5)]).toEqual(['0 people are told.', one, five])
    expect(sayWhoIsTold(2)).toBe('Mail is switched off, so tell those who asked yourself.')
  })

  test('promises a stranger no mail, and says whom to ask', () => {
    const words = Object.values(accessLinkWords()).join(' ')
    expect(words).toMatch(/ask an admin/)
    expect(words).not.toMatch(/we mail|mail me|a mail with a link/i)
  })
})
