// Builds if needed, then runs a built command: `node scripts/run.mjs setup --demo`.
import { prepare } from './build.mjs'
import { readEnvironment } from './environment.mjs'
import { runToEnd } from './shell.mjs'

const [name, ...args] = process.argv.slice(2)
prepare()
const options = { shell: false, env: readEnvironment() }
process.exit(runToEnd(process.execPath, [`build/server/${name}.js`, ...args], options))
