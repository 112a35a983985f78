// `npm run soak [-- --minutes=60] [--seed=7] [--runtime=node]`: runs mixed load on the built server and watches for
// growth.
import { parseArgs } from 'node:util'
import { build, isBuildStale } from './build.mjs'
import { installDependencies } from './dependencies.mjs'
import { bin, runToEnd } from './shell.mjs'
import { ensureSqliteShell } from './testing/sqlite-shell.mjs'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    runtime: { type: 'string', default: 'deno' },
  },
})
installDependencies({ withDev: true })
ensureSqliteShell()
if (isBuildStale()) build()
Object.assign(process.env, {
  SOAK_MINUTES: values.minutes,
  SOAK_SEED: values.seed,
  SOAK_RUNTIME: values.runtime,
})
const files = ['--config', 'e2e/durability/vitest.config.ts', 'e2e/durability/soak/soak.test.ts']
process.exit(runToEnd(bin('vitest'), ['run', '--disable-console-intercept', ...files]))
