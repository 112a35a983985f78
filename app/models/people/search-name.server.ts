import { type SQL, sql } from 'drizzle-orm'
import { searchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'

/** Names folded before other writes get their turn. */
const SLICE = 500
const LONGEST = 200
type Row = { id: string; name: string }

export async function foldNames(stopping?: AbortSignal): Promise<void> {
  for (const table of ['users', 'events'] as const) await foldNamesOf(sql.raw(table), stopping)
}

async function foldNamesOf(table: SQL, stopping: AbortSignal | undefined): Promise<void> {
  for (let last = ''; !stopping?.aborted; ) {
    const rows = await db().all<Row>(sql`SELECT id, name FROM ${table}
      WHERE search_name IS NULL AND id > ${last} ORDER BY id LIMIT ${SLICE}`)
    if (rows.length === 0) return
    await write([writeFolded(table, rows)])
    last = rows.at(-1)?.id ?? ''
  }
}

function writeFolded(table: SQL, rows: Row[]): SQL {
  const folded = rows.map(({ id, name }) => {
    const now = composed(name)
    return { id, name, now, searched: searchName(now) }
  })
  return sql`UPDATE ${table} SET name = value ->> 'now', search_name = value ->> 'searched'
    FROM json_each(${JSON.stringify(folded)})
    WHERE ${table}.id = value ->> 'id' AND ${table}.name = value ->> 'name'`
}

/** NFC can be longer: a few letters of Indian scripts and Hebrew have no composed form. */
function composed(name: string): string {
  const nfc = name.normalize('NFC')
  return [...nfc].length > LONGEST ? name : nfc
}
