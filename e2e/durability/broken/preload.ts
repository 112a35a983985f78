import { fileURLToPath, pathToFileURL } from 'node:url'

type Guard = 'early-answer' | 'no-reconnect' | 'lone-writer' | 'no-proof' | 'no-turns'

/** The environment in which a server on Node runs without some of its guards: it loads modules of this folder first. */
export function broken(...guards: Guard[]) {
  const imports = guards.map(guard => {
    const file = fileURLToPath(new URL(`${guard}.mjs`, import.meta.url))
    return `--import=${pathToFileURL(file).href}`
  })
  return { NODE_OPTIONS: imports.join(' ') }
}
