import { sql } from 'drizzle-orm'
import { openText, sealText } from '#app/sealed-text.server.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { openTokens, type Parts, sealTokens } from './one-time-links.ts'

export const LINK_IS_BROKEN =
  'SECRET_KEY has changed since this email was written, so its link cannot be read. It was not sent. Send a new link.'
const PURPOSE = 'one-time links'
/** Mails that are sealed at once. */
const STEP = 200

/** The parts as they are stored: who reads the file or a backup finds no link that works. */
export function sealLinks({ text, html }: Parts, mailId: string): Parts {
  const seal = (token: string) => sealText(PURPOSE, token, mailId)
  return { text: sealTokens(text, seal), html: sealTokens(html, seal) }
}

/** The parts as they are sent or shown. @returns undefined when SECRET_KEY is not that of the sealing. */
export function openLinks(mail: Parts & { id: string; isSealed: boolean }): Parts | undefined {
  const { id, text, html, isSealed } = mail
  if (!isSealed) return { text, html }
  const open = (sealed: string) => openText(PURPOSE, sealed, id)
  try {
    return { text: openTokens(text, open), html: openTokens(html, open) }
  } catch {
    return undefined
  }
}

/** Seals the links of mails that an older program wrote. Killed on the way, the next start goes on. */
export async function sealOlderMails(): Promise<void> {
  for (let last = ''; ; ) {
    const found = await db().all<Parts & { id: string }>(
      sql`SELECT id, text, html FROM mails WHERE is_sealed = 0 AND id > ${last}
        ORDER BY id LIMIT ${STEP}`,
    )
    if (found.length === 0) return
    const rows = found.map(mail => ({ id: mail.id, ...sealLinks(mail, mail.id) }))
    const { refusal } = await write<string>([
      sql`UPDATE mails SET text = sealed.value ->> 'text', html = sealed.value ->> 'html', is_sealed = 1
        FROM json_each(${JSON.stringify(rows)}) AS sealed
        WHERE mails.id = sealed.value ->> 'id' AND is_sealed = 0`,
    ])
    if (refusal) throw new Error(`the links of older mails could not be sealed: ${refusal}`)
    last = rows.at(-1)?.id ?? last
  }
}
