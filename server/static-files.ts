import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { MiddlewareHandler } from 'hono'
import type { Door } from './door.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
}

type File = { body: Uint8Array<ArrayBuffer>; type: string; cache: string }

/** Serves the few files of the client build from memory, so that no address can lead outside of it. */
export function staticFiles(folder = path.resolve('build/client')): MiddlewareHandler<Door> {
  const files = readFiles(folder)
  return async (c, next) => {
    const file =
      c.req.method === 'GET' || c.req.method === 'HEAD' ? files.get(c.req.path) : undefined
    if (!file) return next()
    return c.body(file.body, 200, { 'Content-Type': file.type, 'Cache-Control': file.cache })
  }
}

/** Leaves out the client that Remix builds for every route: our pages ship none of it. */
function readFiles(folder: string): Map<string, File> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry =>
    entry.isFile(),
  )
  const shown = entries.filter(
    ({ name }) => !name.endsWith('.json') && (!name.endsWith('.js') || name.startsWith('enhance-')),
  )
  return new Map(
    shown.map(entry => {
      const file = path.join(entry.parentPath ?? entry.path, entry.name)
      const address = `/${path.relative(folder, file).split(path.sep).join('/')}`
      const isHashed = address.startsWith('/assets/')
      return [
        address,
        {
          body: new Uint8Array(readFileSync(file)),
          type: TYPES[path.extname(file)] ?? 'application/octet-stream',
          cache: isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
        },
      ]
    }),
  )
}
