import { settings } from '#app/settings.server.ts'

export function sayQueued(what: string): string {
  if (settings().MAIL_ENABLED) return `${what} is on the way.`
  return 'Email is off. The email is under Admin, Mail, with its link.'
}

export function sayMails(count: number): string {
  const [mails, them] = count === 1 ? ['1 mail is', 'it'] : [`${count} mails are`, 'them']
  if (settings().MAIL_ENABLED) return `${mails} on the way.`
  return `${mails} kept, since mail is switched off; an admin can read ${them}.`
}

export function sayTold(people: number): string {
  if (people > 0 && !settings().MAIL_ENABLED) return sayMails(people)
  return people === 1 ? '1 person is told.' : `${people} people are told.`
}

export function sayWhoIsTold(asked: number): string {
  if (asked === 0) return 'Nobody has asked yet, so no mail is sent.'
  if (!settings().MAIL_ENABLED) return 'Mail is switched off, so tell those who asked yourself.'
  return asked === 1
    ? 'The person who asked gets a mail.'
    : `The ${asked} people who asked get a mail.`
}

const WITHOUT_ONE = 'An account that is deactivated, or not in use yet, gets none.'

/** Null where email is off. */
export function sayWitnessMail(asked: number): string | null {
  if (!settings().MAIL_ENABLED) return null
  const who = asked === 1 ? 'The person' : `The ${asked} people`
  return `${who} who made a request get${asked === 1 ? 's' : ''} an email with these terms, the hashes and their own line of the roll. If it arrives before the draw, it proves that nothing was changed later. ${WITHOUT_ONE}`
}

/** So that it does not reveal whether an account has the address. */
export function accessLinkWords() {
  return settings().MAIL_ENABLED
    ? {
        title: 'A link by mail',
        lead: 'Enter the mail address of your account. We mail you a link to choose a new password, or one that just signs you in.',
        newPassword: 'Mail me a link to a new password',
        signIn: 'Mail me a sign-in link',
        done: 'If there is an account with this address, a mail with a link is on its way. It may take some minutes; look among the unwanted mail too.',
      }
    : {
        title: 'A link to sign in',
        lead: 'Mail is switched off here, so no link can reach you by itself. Enter the mail address of your account, and ask an admin for the link that is made for it.',
        newPassword: 'Make a link to a new password',
        signIn: 'Make a sign-in link',
        done: 'Mail is switched off here, so none is on its way. If there is an account with this address, an admin can read its link and give it to you: ask one.',
      }
}
