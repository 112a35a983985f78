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
        ? `an admin of ${appName} sends you this link, with which you can choose a new password.`
        : 'somebody, probably you, asked for a new password for your account.',
      { link, label: 'Choose a new password' },
      `The link works once, for ${sayCount(minutes, 'minute')}. ${
        isFromAdmin ? 'If you do not need it' : 'If it was not you'
      }, do nothing: your password stays as it is.`,
    ],
  })
}
