import { fileURLToPath, pathToFileURL } from 'node:url'

/** The environment in which a server on Node loads one of the modules of this folder first. */
export function broken(name: 'early-answer' | 'no-reconnect' | 'no-batch') {
  const file = fileURLToPath(new URL(`${name}.mjs`, import.meta.url))
  return { NODE_OPTIONS: `--import=${pathToFileURL(file).href}` }
}
