// The yardstick: sends the app's statements for each page and puts the rows in template strings, without framework,
// session or headers. Runs on Deno and Node: `node bench/bare.mjs script.json port`
import { randomBytes, randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import process from 'node:process'
import { createClient } from '@libsql/client'
import bcrypt from 'bcryptjs'

const [scriptFile, port] = process.argv.slice(2)
const { database, pages, forms, files, password } = JSON.parse(readFileSync(scriptFile, 'utf8'))
const client = createClient({ url: `file:${database}`, intMode: 'number' })
const rounds = {}

const escapeHtml = value => String(value ?? '').replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`)
const cellsOf = row => Object.values(row).map(value => `<td>${escapeHtml(value)}</td>`)
const tableOf = ({ rows }) =>
  `<table>${rows.map(row => `<tr>${cellsOf(row).join('')}</tr>`).join('')}</table>`

async function send(calls) {
  const answers = []
  for (const { kind, statements } of calls) {
    if (kind === 'batch') answers.push(...(await client.batch(statements, 'write')))
    else answers.push(await client.execute(statements[0]))
  }
  return answers
}

async function page(path) {
  const answers = await send(pages[path])
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bare</title></head><body><h1>${escapeHtml(path)}</h1>${answers.map(tableOf).join('')}</body></html>`
}

/** Each round has its own person, named in the form, and new ids. */
async function form(name, fields) {
  const { variants, isSignIn, strangers } = forms[name]
  rounds[name] = (rounds[name] ?? -1) + 1
  if (isSignIn && !bcrypt.compareSync(fields.get('password'), password)) throw new Error('wrong')
  let text = JSON.stringify(variants[rounds[name] % variants.length])
  for (const stranger of strangers) text = text.replaceAll(stranger, fresh(stranger))
  for (const [from, to] of new URLSearchParams(fields.get('swap') ?? ''))
    text = text.replaceAll(from, to)
  await send(JSON.parse(text))
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'
function fresh(like) {
  if (/^[\da-f]{64}$/.test(like)) return randomBytes(32).toString('hex')
  return Array.from(like, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

async function answer(method, path, readBody) {
  if (method === 'POST') {
    await form(path, new URLSearchParams(await readBody()))
    return [303, 'text/plain', '']
  }
  if (files[path]) return [200, 'text/css', files[path]]
  return [200, 'text/html; charset=utf-8', await page(path)]
}

const headersOf = (type, status) => ({
  'content-type': type,
  ...(status === 303 && { location: '/' }),
})

if (globalThis.Deno) {
  globalThis.Deno.serve(
    { port: Number(port), hostname: '127.0.0.1', onListen() {} },
    async request => {
      const { pathname } = new URL(request.url)
      const [status, type, body] = await answer(request.method, pathname, () => request.text())
      return new Response(body, { status, headers: headersOf(type, status) })
    },
  )
} else {
  createServer(async (request, response) => {
    const readBody = async () => {
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      return Buffer.concat(chunks).toString()
    }
    const [status, type, body] = await answer(request.method, request.url.split('?')[0], readBody)
    response.writeHead(status, headersOf(type, status)).end(body)
  }).listen(Number(port), '127.0.0.1')
}
