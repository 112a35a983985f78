// `npm run bench [-- allocation | dealing | rush | sign-in-timing | sign-in-crowd]`: builds what has changed, then runs it.

import { build, isBuildStale } from '../scripts/build.mjs'
import { installDependencies } from '../scripts/dependencies.mjs'
import { bin, runToEnd } from '../scripts/shell.mjs'

installDependencies({ withDev: true })
if (isBuildStale()) build()
const args = process.argv.slice(2)
const alone = ['allocation', 'dealing', 'rush', 'sign-in-timing', 'sign-in-crowd']
const file = alone.includes(args[0]) ? `bench/${args[0]}.ts` : 'bench/index.ts'
process.exit(
  runToEnd(bin('vite-node'), ['--config', 'bench/vite.config.ts', '--script', file, ...args]),
)
