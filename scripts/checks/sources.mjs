import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../shell.mjs'

/** @returns {{ file: string, text: string }[]} every source in the folders, by its path from the root, with slashes */
export function readSources(folders) {
  return folders
    .flatMap(folder =>
      readdirSync(path.join(root, folder), { recursive: true }).map(name =>
        path.posix.join(folder, name),
      ),
    )
    .filter(file => /\.(tsx?|m?js)$/.test(file))
    .map(file => ({ file, text: readFileSync(path.join(root, file), 'utf8') }))
}
