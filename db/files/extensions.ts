import { createRequire } from 'node:module'
import Database from 'libsql'

/** What we use of Deno; its own types would clash with Node's. */
type Permissions = { revoke(of: { name: 'ffi'; path?: string }): Promise<unknown> }
type Native = { databaseLoadExtension?: unknown }

const require = createRequire(import.meta.url)

/**
 * From now on this process loads no further native code, neither as an extension of SQLite nor (on Deno) as a library:
 * whatever code gets in could otherwise write one among the data, which the permissions of Deno do not bind.
 * Call it when the thread that copies is there: later threads cannot open a database any more.
 */
export function refuseExtensions(): void {
  const refuse = { value: refuseExtension, writable: false, configurable: false }
  Object.defineProperty(Database.prototype, 'loadExtension', refuse)
  for (const native of loadedAddons())
    Object.defineProperty(native, 'databaseLoadExtension', refuse)
  const { Deno } = globalThis as { Deno?: { permissions: Permissions } }
  void Deno?.permissions.revoke({ name: 'ffi', path: 'node_modules/@libsql' })
}

function refuseExtension(): never {
  throw new Error('extensions are off')
}

function loadedAddons(): Native[] {
  return Object.values(require.cache)
    .map(module => module?.exports as Native | undefined)
    .filter(exports => typeof exports?.databaseLoadExtension === 'function') as Native[]
}
