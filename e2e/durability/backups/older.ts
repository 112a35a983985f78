import { createClient } from '@libsql/client'
import { applyMigration, migrations } from '#db/migrations.ts'

export async function makeOlder(file: string, howMany = migrations.length - 1): Promise<void> {
  const client = createClient({ url: `file:${file}` })
  await client.execute('PRAGMA journal_mode = WAL')
  for (const migration of migrations.slice(0, howMany))
    await applyMigration(client, migration, async () => client.reconnect())
  await client.execute(
    "INSERT INTO users (id, name, email, role, created_at) VALUES ('u1', 'Ada', 'ada@example.org', 'admin', 1)",
  )
  await client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
  client.close()
}
