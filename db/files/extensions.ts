import { createRequire } from 'node:module'
import Database from 'libsql'

/** Deno's own types would clash with Node's. */
type Permissions = { revoke(of: { name: 'ffi'; path?: string }): Promise<unknown> }
type Native = { databaseLoadExtension?: unknown }

const require = createRequire(import.meta.url)

/**
 * Injected code could put a library among the data, and Deno's permissions do not bind native code.
 * Call it after the copy thread starts: later threads cannot open a database.
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
