import { chooseRendering } from './rendering.ts'

// Import only after this: React reads NODE_ENV when it is loaded.
chooseRendering()
await import('./node.ts')
