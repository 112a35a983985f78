import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayCount } from '#app/values/count.ts'

type Data = { appName: string; name: string; link: string; minutes: number; isFromAdmin: boolean }

export function passwordResetMail(data: Data): MailContent {
  const { appName, name, link, minutes, isFromAdmin } = data
  return composeMail({
    appName,
    subject: `Choose a new password for ${appName}`,
    greeting: `Hello ${name},`,
    blocks: [
      isFromAdmin
        ? `An admin of ${appName} has sent you a link to choose a new password.`
        : 'Someone, probably you, asked for a new password for your account.',
      { link, label: 'Choose a new password' },
      `This link works once, for ${sayCount(minutes, 'minute')}. ${
        isFromAdmin ? 'If you do not need it' : 'If you did not ask for it'
      }, ignore this email. Your password stays the same.`,
    ],
  })
}
