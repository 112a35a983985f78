import { settings } from '#app/settings.server.ts'
import { sayCount, wordFor } from '#app/values/count.ts'

export function sayQueued(what: string): string {
  if (settings().MAIL_ENABLED) return `${what} is on the way.`
  return 'Email is off. The email is under Admin, Mail, with its link.'
}

export function sayMails(count: number): string {
  const emails = `${sayCount(count, 'email')} ${wordFor(count, 'is')}`
  if (settings().MAIL_ENABLED) return `${emails} on the way.`
  return `Email is off, so ${emails} not sent. An admin can read ${wordFor(count, 'it')}.`
}

/** Null where there is somebody to email. */
export function sayNoResultMail(mails: number, people: number): string | null {
  if (people === 0) return 'Nobody asked for tickets, so nobody gets an email.'
  if (!settings().MAIL_ENABLED)
    return 'Email is off, so nobody gets an email. People can see their result when they sign in.'
  return mails === 0 ? 'There is nobody to email. The list below says why.' : null
}

export function sayTold(people: number): string {
  if (people > 0 && !settings().MAIL_ENABLED) return sayMails(people)
  return people === 0
    ? 'Nobody had asked, so no email is sent.'
    : `${sayCount(people, 'person')} will get an email.`
}

export function sayWhoIsTold(asked: number): string {
  if (asked === 0) return 'Nobody has asked yet, so no email is sent.'
  if (!settings().MAIL_ENABLED) return 'Email is off, so tell the people who asked yourself.'
  return asked === 1
    ? 'The person who asked gets an email.'
    : `The ${sayCount(asked, 'person')} who asked get an email.`
}

const WITHOUT_ONE = 'An account that is deactivated, or not in use yet, gets none.'

/** Null where email is off. */
export function sayWitnessMail(asked: number): string | null {
  if (!settings().MAIL_ENABLED) return null
  const who = asked === 1 ? 'The person' : `The ${sayCount(asked, 'person')}`
  return `${who} who made a request ${wordFor(asked, 'gets')} an email with these terms, the hashes and their own line of the roll. If it arrives before the draw, it proves that nothing was changed later. ${WITHOUT_ONE}`
}

/** So that it does not reveal whether an account has the address. */
export function accessLinkWords() {
  return settings().MAIL_ENABLED
    ? {
        title: 'Get a link by email',
        lead: 'Enter the email address of your account. We will email you a link. It lets you choose a new password, or just sign in.',
        newPassword: 'Email me a link to a new password',
        signIn: 'Email me a sign-in link',
        done: 'If an account has this address, we have sent it an email with a link. It can take a few minutes. If you cannot find it, check your spam folder.',
      }
    : {
        title: 'Get a link to sign in',
        lead: 'Email is off here, so an admin has to give you the link. Enter the email address of your account, then ask an admin for the link.',
        newPassword: 'Make a link to a new password',
        signIn: 'Make a sign-in link',
        done: 'Email is off here, so no email is sent. If an account has this address, an admin can now see a link for it. Ask an admin to give it to you.',
      }
}
