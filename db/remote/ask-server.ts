import { causesOf } from '#db/failures/causes.ts'

/** Milliseconds for one round trip. */
const PATIENCE = 15_000
export const PROBE_PATIENCE = 3000

/** AWAY: nothing can have reached the server. SILENT: it may be stored. REFUSES: our token is not valid for it. */
export class DatabaseServerError extends Error {
  override name = 'DatabaseServerError'

  constructor(
    readonly code: 'SERVER_AWAY' | 'SERVER_SILENT' | 'SERVER_REFUSES',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Its errors say what became of a request. Other 4xx answers are our mistake and pass. */
export async function askServer(
  request: Request,
  { patience = PATIENCE, ending = new AbortController() } = {},
): Promise<Response> {
  const { status, headers, body } = await askInTime(request, patience, ending).catch(cause => {
    const code = wasNeverSent(cause) ? 'SERVER_AWAY' : 'SERVER_SILENT'
    throw new DatabaseServerError(code, 'the database server does not answer', { cause })
  })
  const said = `HTTP ${status}`
  if (REFUSALS.has(status))
    throw new DatabaseServerError('SERVER_REFUSES', `the database server refuses us: ${said}`)
  if (status >= 500 || status === 408 || status === 429)
    throw new DatabaseServerError('SERVER_SILENT', `the database server has no answer: ${said}`)
  return new Response(body, { status, headers })
}

const REFUSALS = new Set([401, 402, 403])

async function askInTime(request: Request, patience: number, ending: AbortController) {
  const timer = setTimeout(() => ending.abort(new Error('no answer in time')), patience)
  try {
    const answer = await fetch(request, { signal: ending.signal })
    return { status: answer.status, headers: answer.headers, body: await answer.arrayBuffer() }
  } finally {
    clearTimeout(timer)
  }
}

const BEFORE_SENDING = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT)$/

/** Node says so by a code, Deno in words. */
function wasNeverSent(error: unknown): boolean {
  return causesOf(error).some(each => {
    const { code = '', message } = each as Error & { code?: string }
    return BEFORE_SENDING.test(code) || /client error \(Connect\)/.test(message)
  })
}
