import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { isGenuine } from '#app/http/forms/form-key.server.ts'
import { networkOf } from '#app/models/sign-in/limits.server.ts'
import { findViewer } from '#app/models/sign-in/session/session.server.ts'
import { borderOf } from '#server/body/field-count.ts'
import type { Door } from '#server/door.ts'
import { givenSession } from '#server/visitor/given-session.ts'
import { type Answer, type First, KeptAnswers, type Press } from './kept-answers.ts'

/** Milliseconds; less for links, which work once. */
const KEPT_FOR = { form: 60_000, link: 10_000 }
const LINK = /^\/(sign-in|reset-password|set-up)\//
/** A shared page without a key: its cookie is the key. */
const WITHOUT_KEY = '/forgot-password'
/** These did nothing, and a later answer may differ. */
const TRY_AGAIN = new Set([408, 429])

type FormPress = Press & { isKeyless: boolean }

// A browser without JavaScript drops the first answer when a button is pressed twice, and shows the second: so both get
// the first.
export function answerRepeats(kept = new KeptAnswers()): MiddlewareHandler<Door> {
  return async (c, next) => {
    const press = c.req.method === 'POST' ? await pressOf(c) : undefined
    if (!press) return next()
    // Nothing may be awaited between finding no press and beginning one: another could begin in between.
    for (let first = kept.find(press); first; ) {
      const answer = await liveAnswer(first, press)
      if (answer) return again(answer)
      const next = kept.find(press)
      first = next === first ? undefined : next
    }
    c.set('press', press.id)
    const finish = kept.begin(press)
    try {
      await next()
      const answer = await answerOf(c)
      const gives = await givenSession(c.res.headers)
      finish(answer, { ttl: keptFor(c, press), gives })
    } catch (error) {
      finish(undefined, { ttl: 0 })
      throw error
    }
    return undefined
  }
}

async function pressOf(c: Context<Door>): Promise<FormPress | undefined> {
  const { formKey, viewer, browser, address } = c.var
  const holders = holdersOf(c)
  const hasKey = formKey !== undefined && isGenuine(formKey, browser)
  if (holders.length === 0 || (!hasKey && c.req.path !== WITHOUT_KEY)) return undefined
  const id = createHash('sha256')
    .update(`${hasKey ? '' : holders.join()}|${c.req.url}\n`)
    .update(await fieldsOf(c))
    .digest('base64url')
  // Anyone can invent browsers and push out other answers: strangers share their network's allowance.
  return { id, owner: viewer?.userId ?? networkOf(address), holders, isKeyless: !hasKey }
}

/** Somebody else may use the browser next. */
function holdersOf({
  var: { formKey, viewer, browser, sessionToken, isNewBrowser },
}: Context<Door>) {
  const isPersonal = viewer !== undefined || (formKey !== undefined && formKey.userId !== '')
  const ofBrowser = isPersonal || isNewBrowser ? undefined : browser
  return [sessionToken, ofBrowser].filter(each => each !== undefined)
}

async function fieldsOf(c: Context<Door>): Promise<Uint8Array> {
  const bytes = Buffer.from((await c.var.body?.arrayBuffer()) ?? new ArrayBuffer(0))
  const type = c.req.header('content-type') ?? ''
  if (!/^multipart\//i.test(type)) return bytes
  return Buffer.from(bytes.toString('latin1').replaceAll(borderOf(type), ''), 'latin1')
}

// An ended session signs nobody in, and nobody may see its person's page.
async function liveAnswer(first: First, press: Press): Promise<Answer | undefined> {
  const answer = await first.answer
  if (!answer || (answer.status !== 303 && first.owner !== press.owner)) return undefined
  const session = await givenSession(new Headers(answer.headers))
  if (session !== undefined && !(await findViewer(session))) return undefined
  return answer
}

async function answerOf(c: Context<Door>): Promise<Answer> {
  const { status, headers, body } = c.res
  if (!body) return { status, headers: [...headers], body: null }
  const whole = new Uint8Array(await c.res.arrayBuffer())
  const answer = { status, headers: [...headers], body: whole }
  // Hono would mix the old answer's headers into the new one.
  c.res = undefined
  c.res = again(answer)
  return answer
}

function again({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers })
}

function keptFor(c: Context<Door>, { isKeyless }: FormPress): number {
  const { status } = c.res
  if (status >= 500 || TRY_AGAIN.has(status) || (isKeyless && status !== 303)) return 0
  const isLink = LINK.test(c.req.path) || c.req.path === WITHOUT_KEY
  return isLink ? KEPT_FOR.link : KEPT_FOR.form
}
