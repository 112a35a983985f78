// Runs one of the built commands, building first when needed: `node scripts/run.mjs setup --demo`.
import { prepare } from './build.mjs'
import { runToEnd } from './shell.mjs'

const [name, ...args] = process.argv.slice(2)
prepare()
process.exit(runToEnd(process.execPath, [`build/server/${name}.js`, ...args], { shell: false }))
