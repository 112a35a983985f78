import { sql } from 'drizzle-orm'
import { openText, sealText } from '#app/sealed-text.server.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { openTokens, type Parts, sealTokens } from './one-time-links.ts'

export const LINK_IS_BROKEN =
  'SECRET_KEY has changed since this email was written, so its link cannot be read. It was not sent. Send a new link.'
const PURPOSE = 'one-time links'
const STEP = 200

/** A reader of the file or a backup must find no working link. */
export function sealLinks({ text, html }: Parts, mailId: string): Parts {
  const seal = (token: string) => sealText(PURPOSE, token, mailId)
  return { text: sealTokens(text, seal), html: sealTokens(html, seal) }
}

/** @returns undefined when SECRET_KEY has changed since the sealing. */
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
