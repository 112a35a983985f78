// Runs scripts/verify.mjs once for each of many command lines, in one process, as starting one takes half a second:
//   node scripts/testing/verify-each.mjs CALLS
// CALLS is a file with a list of lists of arguments. Prints a list of {code, output}.
import { readFileSync } from 'node:fs'
import process from 'node:process'

const [, script, calls] = process.argv
const results = []
const { log, error } = console
for (const [k, args] of JSON.parse(readFileSync(calls, 'utf8')).entries()) {
  const output = []
  console.log = console.error = line => output.push(line)
  process.argv = [process.execPath, script, ...args]
  await import(`../verify.mjs?${k}`)
  results.push({ code: process.exitCode, output: output.join('\n') })
}
Object.assign(console, { log, error })
process.exitCode = 0
console.log(JSON.stringify(results))
