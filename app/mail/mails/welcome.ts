import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayCount } from '#app/values/count.ts'

type Data = {
  appName: string
  name: string
  email: string
  /** From an earlier system. */
  hasPassword?: boolean
  link: string
  askAgain: string
  days: number
}

export function welcomeMail(data: Data): MailContent {
  const { appName, name, email, hasPassword, link, askAgain, days } = data
  return composeMail({
    appName,
    subject: `Welcome to ${appName}: choose your password`,
    greeting: `Hello ${name},`,
    blocks: [
      `there is an account for you at ${appName}. There you ask for tickets, and see how they were given out.`,
      { rows: [['You sign in with', email]] },
      ...(hasPassword ? ['Your old password still works. You can also choose a new one:'] : []),
      { link, label: 'Choose your password' },
      `The link works once, for ${sayCount(days, 'day')}. After that, ask for a new one here: ${askAgain}`,
    ],
  })
}
