// Loaded before the server: when the process ends, it lists the React files that ran.
import { createRequire } from 'node:module'
import process from 'node:process'

const { cache } = createRequire(import.meta.url)
process.on('exit', () => {
  const files = Object.values(cache).filter(
    each => each.loaded && /react[\w-]*\/cjs\//.test(each.filename),
  )
  console.log(`LOADED ${files.map(each => each.filename.replace(/.*\//, '')).join(' ')}`)
})
