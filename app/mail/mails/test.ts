import { composeMail, type MailContent } from '#app/mail/compose.ts'

type Data = { appName: string; appUrl: string; name: string }

export function testMail({ appName, appUrl, name }: Data): MailContent {
  return composeMail({
    appName,
    subject: `Test email from ${appName}`,
    greeting: `Hello ${name},`,
    blocks: [
      'You asked for this test email. It arrived, so email works.',
      { link: `${appUrl}/admin/settings`, label: 'See the settings' },
    ],
  })
}
