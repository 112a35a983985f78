// `npm test`: installs what is missing, then runs every check and test, the later ones also when an earlier one fails.
// `npm test -- unit http` runs only the steps named. The last line is for machines: "N passed, N failed".
import { build, isBuildStale } from './build.mjs'
import { installDependencies } from './dependencies.mjs'
import { bin, runAndKeep, say } from './shell.mjs'
import { ensureSqliteShell } from './testing/sqlite-shell.mjs'
import { countTests } from './testing/test-counts.mjs'

const http = (env, ...only) => [
  bin('vitest'),
  ['run', '--config', 'e2e/http/vitest.config.ts', ...only],
  env,
]
/** What writes most, once more with a libSQL server in between. */
const remote = ['allocation', 'draws', 'mistakes', 'mail.test'].map(name => `e2e/http/${name}`)

/** Name, command, arguments, environment. A step that is no test counts as one. */
const steps = [
  ['types', bin('tsc'), ['-p', '.']],
  ['lint', bin('biome'), ['check', '.']],
  ['imports', process.execPath, ['scripts/checks/check-imports.mjs']],
  ['unit', bin('vitest'), ['run']],
  ['http-deno', ...http({ RUNTIME: 'deno' })],
  ['http-node', ...http({ RUNTIME: 'node' })],
  ['http-libsql', ...http({ RUNTIME: 'deno', BEHIND: 'libsql' }, ...remote)],
  ['durability', bin('vitest'), ['run', '--config', 'e2e/durability/vitest.config.ts']],
  ['journeys', bin('playwright'), ['test']],
]

const CHECKS = new Set(['types', 'lint', 'imports'])

// What is imported further down may be missing until here.
installDependencies({ withDev: true })
const wanted = process.argv.slice(2)
const chosen = steps.filter(
  ([name]) => wanted.length === 0 || wanted.some(word => name.startsWith(word)),
)
if (chosen.some(([name]) => name === 'journeys'))
  (await import('./testing/browser.mjs')).ensureBrowser()
if (chosen.some(([name]) => name === 'durability')) ensureSqliteShell()
if (isBuildStale()) build()

const results = []
// The checks leave a processor idle, so the unit tests run beside them; what a check found is shown at its end.
const first = chosen.filter(([name]) => CHECKS.has(name) || name === 'unit')
results.push(...(await Promise.all(first.map(runStep))))
for (const step of chosen.filter(each => !first.includes(each))) results.push(await runStep(step))
report(results)

async function runStep([name, command, args, env = {}]) {
  const isShown = !CHECKS.has(name)
  if (isShown) say(`\n── ${name}`)
  const started = Date.now()
  const { status, output } = await runAndKeep(command, args, {
    env: { ...env, CI: 'true' },
    isShown,
  })
  if (!isShown) say(`\n── ${name}\n${output.trim()}`)
  const counted = countTests(output) ?? { passed: status === 0 ? 1 : 0, failed: 0 }
  // A runner that fails without a failed test (a crash, a broken file) is a failure all the same.
  const failed = status === 0 ? counted.failed : Math.max(1, counted.failed)
  return { name, ...counted, failed, seconds: Math.round((Date.now() - started) / 1000) }
}

function report(all) {
  console.log('\n── all together')
  for (const { name, passed, failed, seconds } of all) {
    console.log(
      `${name.padEnd(12)}${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${String(seconds).padStart(5)} s`,
    )
  }
  const sum = field => all.reduce((total, each) => total + each[field], 0)
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
  process.exitCode = sum('failed') === 0 && all.length > 0 ? 0 : 1
}
