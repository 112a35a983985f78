import { composeMail, type MailContent } from './compose.ts'

type Data = { appName: string; name: string; link: string; minutes: number }

export function passwordResetMail({ appName, name, link, minutes }: Data): MailContent {
  return composeMail({
    appName,
    subject: `Choose a new password for ${appName}`,
    greeting: `Hello ${name},`,
    blocks: [
      'somebody, probably you, asked for a new password for your account.',
      { link, label: 'Choose a new password' },
      `The link works once, for ${minutes} minutes. If it was not you, do nothing: your password stays as it is.`,
    ],
  })
}
