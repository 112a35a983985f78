import { fileURLToPath, pathToFileURL } from 'node:url'

type Guard = 'early-answer' | 'no-reconnect' | 'lone-writer' | 'no-proof' | 'no-turns'

/** Makes a server on Node load modules of this folder first, which remove some of its guards. */
export function broken(...guards: Guard[]) {
  const imports = guards.map(guard => {
    const file = fileURLToPath(new URL(`${guard}.mjs`, import.meta.url))
    return `--import=${pathToFileURL(file).href}`
  })
  return { NODE_OPTIONS: imports.join(' ') }
}
