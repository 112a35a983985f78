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
      `You now have an account at ${appName}. Use it to ask for tickets, and to see how they were given out.`,
      { rows: [['Your sign-in name', email]] },
      ...(hasPassword ? ['Your old password still works. You can also choose a new one:'] : []),
      { link, label: 'Choose your password' },
      `This link works once, for ${sayCount(days, 'day')}. After that, get a new one here: ${askAgain}`,
    ],
  })
}
