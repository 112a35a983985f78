import { type ActionFunctionArgs, json, type MetaFunction } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import type { VerificationWithLog } from '#app/allocation/after/verify-with-log.ts'
import type { Witness } from '#app/allocation/document/witness.ts'
import { problemsOf } from '#app/components/error-summary.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { VerificationReport } from '#app/components/verification-report.tsx'
import { VerifyForm } from '#app/components/verify-form.tsx'
import { readForm } from '#app/http/forms/form.server.ts'
import { comparePublishedLog } from '#app/models/after/log/published-log.server.ts'
import {
  type GivenToVerify,
  logToVerify,
  problemsOfGiven,
  unwrapPasted,
  unwrapPastedLog,
  type VerifyField,
} from '#app/models/draw/public/log-to-verify.ts'
import { comparePublished } from '#app/models/draw/public/published.server.ts'
import { verifyDocument, verifyLog } from '#app/models/draw/public/verification.server.ts'
import { networkOf } from '#app/models/sign-in/limits.server.ts'

export const meta: MetaFunction = () => [{ title: 'Check a draw' }]

/** A longer text, in characters, came as a file; the form does not show it again, since half of it is useless. */
const SHOWN_AGAIN = 200_000
/** Characters; a line of the roll has some 100. */
const LONGEST_KEPT = 4000

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readForm(request)
  const kept = readKept(form)
  const document = await textIn(form, 'document', 'file', unwrapPasted)
  const log = await textIn(form, 'log', 'logFile', unwrapPastedLog)
  const typed = { head: typedIn(form, 'head'), eventId: typedIn(form, 'eventId') }
  const given = { document: document ?? '', log: log ?? '', ...typed }
  // A file counts first, but what was typed beside it comes back.
  const pasted = { document: typedIn(form, 'document'), log: typedIn(form, 'log') }
  const shownLater = {
    ...given,
    document: pasted.document || given.document,
    log: pasted.log || given.log,
  }
  const refuse = (error: Partial<Record<VerifyField, string[]>>, init?: ResponseInit) =>
    failed(shownLater, error, kept, init)
  if (document === undefined) return refuse({ document: [NO_TEXT] })
  if (log === undefined) return refuse({ log: [NO_TEXT] })
  const problems = problemsOfGiven(given)
  if (Object.keys(problems).length > 0) return refuse(problems)
  const visitor = context.viewer?.userId ?? networkOf(context.address)
  const hasLog = log.trim() !== ''
  const verification: VerificationWithLog | 'busy' | 'too much' = hasLog
    ? await verifyLog({ ...logToVerify(given), witness: kept }, visitor)
    : await verifyDocument(document, visitor, kept)
  if (verification === 'busy') {
    const init = { status: 503, headers: { 'Retry-After': '5' } }
    return refuse({ document: [BUSY] }, init)
  }
  if (verification === 'too much')
    return refuse({ document: [hasLog ? TOO_MUCH_WITH_LOG : TOO_MUCH] })
  const { identity, log: logIdentity, ...shown } = verification
  const published = joinSaid([
    identity ? await comparePublished(identity) : null,
    logIdentity ? await comparePublishedLog(logIdentity) : null,
  ])
  return json({ verification: shown, published, kept, ...shownAgain(shownLater), lastResult: null })
}

const NO_TEXT = 'This file is not UTF-8 text. Download it again.'
const BUSY = 'Many documents are being checked just now. Try again in a few seconds.'
const TOO_MUCH = 'This document takes too long to check here. Use the script instead.'
const TOO_MUCH_WITH_LOG =
  'This document and its log take too long to check here. Use the script instead.'

function joinSaid(found: ({ holds: boolean; said: string } | null)[]) {
  const all = found.filter(each => each !== null)
  if (all.length === 0) return null
  const said = [...new Set(all.map(each => each.said))].join(' ')
  return { holds: all.every(each => each.holds), said }
}

/** The exact text of a file, as the script reads it; undefined for a file that is not text. */
async function textIn(
  form: FormData,
  field: string,
  fileField: string,
  unwrap: (text: string) => string,
): Promise<string | undefined> {
  const file = form.get(fileField)
  if (file instanceof Blob && file.size > 0) {
    try {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
      return decoder.decode(await file.arrayBuffer())
    } catch {
      return undefined
    }
  }
  const pasted = form.get(field)
  return typeof pasted === 'string' ? unwrap(pasted) : ''
}

function typedIn(form: FormData, name: string): string {
  const typed = form.get(name)
  return typeof typed === 'string' ? typed.trim() : ''
}

function fieldIn(form: FormData, name: string): string | undefined {
  return typedIn(form, name).slice(0, LONGEST_KEPT) || undefined
}

function readKept(form: FormData): Witness {
  const [commitment, rollHash, termsHash, line] = (
    ['commitment', 'rollHash', 'termsHash', 'line'] as const
  ).map(name => fieldIn(form, name))
  return { commitment, rollHash, termsHash, line }
}

function failed(
  given: GivenToVerify,
  error: Partial<Record<VerifyField, string[]>>,
  kept: Witness = {},
  init: ResponseInit = { status: 422 },
) {
  const lastResult = { status: 'error' as const, error }
  return json({ verification: null, published: null, kept, ...shownAgain(given), lastResult }, init)
}

function shownAgain({ document, log, ...typed }: GivenToVerify) {
  const [text, logText] = [document, log].map(each => (each.length > SHOWN_AGAIN ? '' : each))
  return { text, typed: { log: logText, ...typed } }
}

export default function Verify() {
  const answer = useActionData<typeof action>()
  return (
    <>
      <PageHeader
        title="Check a draw"
        lead="Every draw is published as one document. This page makes the draw again from that document alone, and shows each step. If you kept a receipt or an email, it compares that too. It can also check the log of what came after the draw."
        problems={problemsOf('verify', answer?.lastResult)}
      />
      {answer?.verification ? (
        <VerificationReport {...answer} verification={answer.verification} />
      ) : null}
      <VerifyForm
        text={answer?.text}
        kept={answer?.kept}
        typed={answer?.typed}
        problems={answer?.lastResult?.error}
      />
      <WithoutThisPage />
    </>
  )
}

function WithoutThisPage() {
  return (
    <section className="prose">
      <h2>Without trusting this page</h2>
      <p>
        You can also check a draw without this page, with a short script that shares no code with
        it: <code>scripts/verify.mjs</code>. Or do it by hand with <code>sha256sum</code> and{' '}
        <code>sort</code>, two tools that every Unix computer has. Both ways are explained in{' '}
        <code>docs/verifying.md</code>. The files come with the program.
      </p>
    </section>
  )
}
