// `npm run fuzz -- --minutes=60 [--seed=7] [--runtime=node] [--patience=2000]`: sends odd requests and presses to the
// built server. Patience: milliseconds that an answer may take.
import { parseArgs } from 'node:util'
import { build, isBuildStale } from './build.mjs'
import { installDependencies } from './dependencies.mjs'
import { bin, runToEnd } from './shell.mjs'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    runtime: { type: 'string', default: 'deno' },
    patience: { type: 'string', default: '2000' },
  },
})
installDependencies({ withDev: true })
if (isBuildStale()) build()
Object.assign(process.env, {
  FUZZ_MINUTES: values.minutes,
  FUZZ_SEED: values.seed,
  FUZZ_PATIENCE: values.patience,
  RUNTIME: values.runtime,
})
const files = ['--config', 'e2e/http/vitest.config.ts', 'e2e/http/fuzz/fuzz.test.ts']
process.exit(runToEnd(bin('vitest'), ['run', '--disable-console-intercept', ...files]))
