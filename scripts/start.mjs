// `npm start`: installs what is missing, builds what has changed, and serves. Needs nothing but Node and npm.
import { prepare } from './build.mjs'
import { serve } from './serve.mjs'

prepare()
serve(process.argv[2] ?? 'deno')
