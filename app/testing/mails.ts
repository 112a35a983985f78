import { readParts } from '#app/mail/facts.server.ts'
import type { mails } from '#db/schema.ts'

export function openedMail<Mail extends typeof mails.$inferSelect>(mail: Mail | undefined): Mail {
  const parts = mail && readParts(mail)
  if (!parts) throw new Error('there is no such mail, or its links cannot be opened')
  return { ...mail, ...parts }
}
