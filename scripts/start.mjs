// `npm start`: installs and builds what is missing or changed, then serves. Needs only Node and npm.
import { prepare } from './build.mjs'
import { serve } from './serve.mjs'

prepare()
serve(process.argv[2] ?? 'deno')
