// `npm run bench -- sign-in-timing [--tries=200] [--runtime=node]`: whether response times reveal which email addresses
// have accounts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { argv } from 'node:process'
import { parseArgs } from 'node:util'
import { Visitor } from '../e2e/http/visitor.ts'
import { type Runtime, startServer } from '../e2e/server.ts'
import { median, quantile, rankScore, timeBoth } from './sample.ts'
import { ENV, makeSeason } from './season.ts'

const FORMS = [
  { name: 'sign-in, wrong password', path: '/login', fields: { password: 'wrong' }, status: 422 },
  {
    name: 'forgotten password',
    path: '/forgot-password',
    fields: { link: 'reset-password' },
    status: 303,
  },
  { name: 'sign-in link', path: '/forgot-password', fields: { link: 'sign-in' }, status: 303 },
]

const { values } = parseArgs({
  args: argv.slice(2).filter(word => word.startsWith('--')),
  // The runner leaves its own options among ours.
  strict: false,
  options: { tries: { type: 'string', default: '200' }, runtime: { type: 'string' } },
})
const folder = mkdtempSync(path.join(tmpdir(), 'tickets-timing-'))
let isTold = false
try {
  for (const runtime of values.runtime ? [values.runtime as Runtime] : (['deno', 'node'] as const))
    await measure(runtime, Number(values.tries))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = isTold ? 1 : 0

async function measure(runtime: Runtime, tries: number): Promise<void> {
  const database = path.join(folder, `${runtime}.db`)
  const season = await makeSeason(path.join(folder, `${runtime}-seed.db`), database, ENV)
  const server = await startServer({ runtime, database, env: ENV })
  console.log(`\n${runtime}, ${tries} tries of each, in milliseconds`)
  console.log('                            known                   unknown')
  console.log(
    '                            median  10 % – 90 %     median  10 % – 90 %     ratio   rank score',
  )
  for (const [number, form] of FORMS.entries()) {
    let visits = 0
    /** A new address and account each time, to stay below the limits. */
    const ask = async (email: string) => {
      visits += 1
      const headers = { 'X-Forwarded-For': `10.${number}.${visits >> 8}.${visits & 255}` }
      const answer = await new Visitor(server.url).post(
        form.path,
        { email, ...form.fields },
        { headers },
      )
      if (answer.status !== form.status) throw new Error(`${form.name}: ${answer.status}`)
    }
    const emails = season.emails.slice(500 * number, 500 * number + tries)
    const known = (at: number) => ask(emails[at % emails.length] ?? '')
    const unknown = (at: number) => ask(`nobody${at}@example.org`)
    await timeBoth(
      3,
      () => ask(`warm${number}@example.org`),
      () => ask(`warm-too${number}@example.org`),
    )
    print(form.name, ...(await timeBoth(tries, known, unknown)))
  }
  await server.stop()
}

function print(name: string, known: number[], unknown: number[]): void {
  const score = rankScore(known, unknown)
  const cells = [known, unknown].map(
    times =>
      `${median(times).toFixed(1)}  ${quantile(times, 0.1).toFixed(1)} – ${quantile(times, 0.9).toFixed(1)}`,
  )
  const ratio = (median(known) / median(unknown)).toFixed(4)
  const verdict = Math.abs(score) > 3.3 ? '  ! time tells' : ''
  if (verdict) isTold = true
  console.log(
    `${name.padEnd(28)}${cells[0]?.padEnd(24)}${cells[1]?.padEnd(24)}${ratio}  ${score.toFixed(2)}${verdict}`,
  )
}
