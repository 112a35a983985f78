import { chooseRendering } from './rendering.ts'

// Import only after this: React reads NODE_ENV when it is loaded.
chooseRendering()
await import('./deno.ts').catch(refuse)

async function refuse(error: unknown): Promise<never> {
  const { refuseToStart } = await import('./boot.ts')
  return refuseToStart(error)
}
