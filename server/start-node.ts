import { chooseRendering } from './rendering.ts'

// What is loaded from here on finds it decided.
chooseRendering()
await import('./node.ts')
