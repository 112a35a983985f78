// `npm run check`: what a commit must pass, side by side: lint, import directions, types, and the unit tests that the
// changes since main touch. Everything else is for `npm test`.
import { installDependencies } from './dependencies.mjs'
import { bin, runAndKeep, say } from './shell.mjs'

installDependencies({ withDev: true })

const BUILD_INFO = 'node_modules/.cache/tsc.tsbuildinfo'
const steps = [
  ['lint', bin('biome'), ['check', '.']],
  ['imports', process.execPath, ['scripts/checks/check-imports.mjs']],
  ['types', bin('tsc'), ['-p', '.', '--incremental', '--tsBuildInfoFile', BUILD_INFO]],
  ['tests', bin('vitest'), ['run', '--changed', await baseOf('main'), '--passWithNoTests']],
]

const results = await Promise.all(steps.map(runStep))
for (const { name, output } of results.filter(({ status }) => status !== 0))
  say(`\n── ${name}\n${output}`)
for (const { name, status, seconds } of results)
  say(`${name.padEnd(8)} ${status === 0 ? 'passed' : 'failed'} ${seconds.toFixed(1).padStart(6)} s`)
process.exit(results.every(({ status }) => status === 0) ? 0 : 1)

/** Where this branch left another; on that branch itself, what is not committed yet counts. */
async function baseOf(branch) {
  const { status, output } = await runAndKeep('git', ['merge-base', branch, 'HEAD'], {
    isShown: false,
  })
  return status === 0 ? output.trim() : 'HEAD'
}

async function runStep([name, command, args]) {
  const started = performance.now()
  const { status, output } = await runAndKeep(command, args, { isShown: false })
  return { name, status, output, seconds: (performance.now() - started) / 1000 }
}
