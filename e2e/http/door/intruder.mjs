// Code inside the process: at SIGUSR2 it tells what it could do. Loaded before the server, which runs by then.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import { createClient } from '@libsql/client'
import Database from 'libsql'

const require = createRequire(import.meta.url)
const { Deno } = globalThis
const addon = process.env.ADDON
const memory = new Database(':memory:')

const attempts = {
  'extension by its method': () => memory.loadExtension(addon),
  'extension by the addon': () => loaded().databaseLoadExtension.call(memory.db, addon),
  'extension by the other client': () =>
    new (require('libsql/promise'))(':memory:').loadExtension(addon),
  'extension by SQL': () =>
    createClient({ url: ':memory:' }).execute({ sql: 'SELECT load_extension(?)', args: [addon] }),
  'addon once more': () => process.dlopen({ exports: {} }, addon),
  library: () => Deno.dlopen(addon, {}),
  program: () => new Deno.Command('true').outputSync(),
  'file outside': () => Deno.readTextFileSync('/etc/hostname'),
  settings: () => Deno.readTextFileSync('.env'),
  ...Object.fromEntries(
    JSON.parse(process.env.TARGETS).map(file => [file, () => writeFileSync(file, '')]),
  ),
}

function loaded() {
  return Object.values(require.cache).find(each => each.exports?.databaseLoadExtension)?.exports
}

async function outcomesOf(names) {
  const all = {}
  for (const name of names)
    try {
      await attempts[name]()
      all[name] = 'done'
    } catch (error) {
      all[name] = error.message
    }
  return all
}

console.log(`BEFORE ${JSON.stringify(await outcomesOf(['extension by its method']))}`)
process.on('SIGUSR2', async () =>
  console.log(`AFTER ${JSON.stringify(await outcomesOf(Object.keys(attempts)))}`),
)
