import { type ActionFunctionArgs, json, type MetaFunction } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import type { Witness } from '#app/allocation/document/witness.ts'
import { problemsOf } from '#app/components/error-summary.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { VerificationReport } from '#app/components/verification-report.tsx'
import { VerifyForm } from '#app/components/verify-form.tsx'
import { readForm } from '#app/http/forms/form.server.ts'
import { comparePublished } from '#app/models/draw/public/published.server.ts'
import { verifyDocument } from '#app/models/draw/public/verification.server.ts'
import { networkOf } from '#app/models/sign-in/limits.server.ts'

export const meta: MetaFunction = () => [{ title: 'Check a draw' }]

/** A longer document, in characters, came as a file; the form does not show it again, since half of it is useless. */
const SHOWN_AGAIN = 200_000
/** Characters; a line of the roll has some 100. */
const LONGEST_KEPT = 4000

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readForm(request)
  const kept = readKept(form)
  const text = await documentIn(form)
  if (text === undefined) return failed('', 'This file is not UTF-8 text. Download it again.', kept)
  if (text.trim() === '') return failed('', 'Paste a document, or choose a file.', kept)
  const visitor = context.viewer?.userId ?? networkOf(context.address)
  const verification = await verifyDocument(text, visitor, kept)
  if (verification === 'busy') {
    const message = 'Many documents are being checked just now. Try again in a few seconds.'
    return failed(text, message, kept, { status: 503, headers: { 'Retry-After': '5' } })
  }
  if (verification === 'too much')
    return failed(text, 'This document takes too long to check here. Use the script instead.', kept)
  const { identity, ...shown } = verification
  const published = identity ? await comparePublished(identity) : null
  return json({ verification: shown, published, kept, text: shownAgain(text), lastResult: null })
}

/** The exact text, as the script reads it; undefined for a file that is not text. */
async function documentIn(form: FormData): Promise<string | undefined> {
  const file = form.get('file')
  if (file instanceof Blob && file.size > 0) {
    try {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
      return decoder.decode(await file.arrayBuffer())
    } catch {
      return undefined
    }
  }
  const pasted = form.get('document')
  return typeof pasted === 'string' ? pasted : ''
}

function readKept(form: FormData): Witness {
  const field = (name: string) => {
    const typed = form.get(name)
    return typeof typed === 'string' ? typed.trim().slice(0, LONGEST_KEPT) || undefined : undefined
  }
  const [commitment, rollHash, termsHash] = ['commitment', 'rollHash', 'termsHash'].map(field)
  return { commitment, rollHash, termsHash, line: field('line') }
}

function failed(
  text: string,
  message: string,
  kept: Witness = {},
  init: ResponseInit = { status: 422 },
) {
  const lastResult = { status: 'error' as const, error: { document: [message] } }
  return json(
    { verification: null, published: null, kept, text: shownAgain(text), lastResult },
    init,
  )
}

function shownAgain(text: string): string {
  return text.length > SHOWN_AGAIN ? '' : text
}

export default function Verify() {
  const answer = useActionData<typeof action>()
  return (
    <>
      <PageHeader
        title="Check a draw"
        lead="Every draw is published as one document. This page makes the draw again from that document alone, and shows each step. If you kept a receipt or an email, it compares that too."
        problems={problemsOf('verify', answer?.lastResult)}
      />
      {answer?.verification ? (
        <VerificationReport {...answer} verification={answer.verification} />
      ) : null}
      <VerifyForm
        text={answer?.text}
        kept={answer?.kept}
        problem={answer?.lastResult?.error.document[0]}
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
