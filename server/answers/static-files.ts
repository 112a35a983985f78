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

/** From memory, so no path can lead outside the build. */
export async function staticFiles(folder = path.resolve('build/client')): Promise<FindReady> {
  const files = await readFiles(folder)
  return asked => files.get(asked.path)
}

/** Leaves out the client that Remix builds for each route: our pages use none. */
async function readFiles(folder: string): Promise<Map<string, ReadyAnswer>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry =>
    entry.isFile(),
  )
  const shown = entries.filter(
    ({ name }) => !name.endsWith('.json') && (!name.endsWith('.js') || name.startsWith('enhance-')),
  )
  const answers = shown.map(async (entry): Promise<[string, ReadyAnswer]> => {
    const file = path.join(entry.parentPath ?? entry.path, entry.name)
    const address = `/${path.relative(folder, file).split(path.sep).join('/')}`
    const isHashed = address.startsWith('/assets/')
    const headers = {
      'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
    }
    return [address, await readyAnswer(new Uint8Array(readFileSync(file)), headers)]
  })
  return new Map(await Promise.all(answers))
}
