import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayCount } from '#app/values/count.ts'

type Data = { appName: string; name: string; link: string; minutes: number }

export function signInLinkMail({ appName, name, link, minutes }: Data): MailContent {
  return composeMail({
    appName,
    subject: `Your link to sign in to ${appName}`,
    greeting: `Hello ${name},`,
    blocks: [
      'somebody, probably you, asked for a link to sign in without a password.',
      { link, label: 'Sign in' },
      `The link works once, for ${sayCount(minutes, 'minute')}. If it was not you, do nothing: without this mail nobody gets in.`,
    ],
  })
}
