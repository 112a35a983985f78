import { chooseRendering } from './rendering.ts'

// What is loaded from here on finds it decided.
chooseRendering()
await import('./deno.ts').catch(refuse)

async function refuse(error: unknown): Promise<never> {
  const { refuseToStart } = await import('./boot.ts')
  return refuseToStart(error)
}
