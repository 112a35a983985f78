import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type FindReady, type ReadyAnswer, readyAnswer } from './ready-answer.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
}

/** Serves the few files of the client build from memory, so that no address can lead outside of it. */
export function staticFiles(folder = path.resolve('build/client')): FindReady {
  const files = readFiles(folder)
  return c => files.get(c.req.path)
}

/** Leaves out the client that Remix builds for every route: our pages ship none of it. */
function readFiles(folder: string): Map<string, Promise<ReadyAnswer>> {
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
      const headers = {
        'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
        'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      }
      return [address, readyAnswer(new Uint8Array(readFileSync(file)), headers)]
    }),
  )
}
