import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayCount } from '#app/values/count.ts'

type Data = { appName: string; name: string; link: string; minutes: number }

export function signInLinkMail({ appName, name, link, minutes }: Data): MailContent {
  return composeMail({
    appName,
    subject: `Your sign-in link for ${appName}`,
    greeting: `Hello ${name},`,
    blocks: [
      'Someone, probably you, asked for a link to sign in without a password.',
      { link, label: 'Sign in' },
      `This link works once, for ${sayCount(minutes, 'minute')}. If you did not ask for it, ignore this email. Nobody can sign in without it.`,
    ],
  })
}
