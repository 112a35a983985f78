import type { Received } from '#app/mail/testing/faulty-ses.ts'
import { askShell } from './shell.ts'

type MailGroup = {
  mail: string
  most: number
  least: number
  isRepeatable: number
}

/** A mail loses its one-time token once it has left. */
const hideToken = (text: string) =>
  text.replace(/\/(reset-password|sign-in|set-up)\/(sealed:)?[\w-]{16,}/g, '/$1/…')

const nameOf = (to: string | undefined, subject: string, text: string | undefined) =>
  JSON.stringify([to, subject, hideToken(text ?? '').trim()])

/** A mail rendered when it left has no text in the database until its answer is noted. */
function unrendered(mail: string): string {
  const [to, subject] = JSON.parse(mail)
  return JSON.stringify([to, subject, ''])
}

/**
 * What is wrong with the mails that arrived: a second copy that does harm, more copies than tries or kills,
 * a mail that nobody queued, or no copy of a mail marked as sent.
 */
export function findMailWrongs(database: string, received: Received[], kills: number): string[] {
  const arrived = countBy(
    received.map(({ destination, subject, body }) => nameOf(destination.to[0], subject, body.text)),
  )
  const groups = new Map(readGroups(database).map(group => [group.mail, group]))
  const wrongs: string[] = []
  let copies = 0
  for (const [mail, count] of arrived) {
    const group = groups.get(mail) ?? groups.get(unrendered(mail))
    if (!group) wrongs.push(`nobody queued ${mail}`)
    else if (count > group.most) wrongs.push(`${count} times, at most ${group.most}: ${mail}`)
    if (group?.isRepeatable) copies += Math.max(0, count - group.least - 1)
  }
  if (copies > kills) wrongs.push(`${copies} second copies of links, and only ${kills} kills`)
  for (const { mail, least } of groups.values())
    if ((arrived.get(mail) ?? 0) < least) wrongs.push(`said to be sent, and did not: ${mail}`)
  return wrongs
}

function readGroups(database: string): MailGroup[] {
  const groups = new Map<string, MailGroup>()
  const query = `SELECT to_email, subject, text, is_repeatable, state = 'sent' AS is_sent,
    iif(is_repeatable, attempts, min(attempts, 1)) AS most FROM mails`
  for (const row of askShell(database, query)) {
    const mail = nameOf(String(row.to_email), String(row.subject), String(row.text))
    const group = groups.get(mail) ?? { mail, most: 0, least: 0, isRepeatable: 0 }
    group.most += Number(row.most)
    group.least += Number(row.is_sent)
    group.isRepeatable = Number(row.is_repeatable)
    groups.set(mail, group)
  }
  return [...groups.values()]
}

function countBy(names: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
