import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { RequestContext } from '#app/http/context.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'

type Args = LoaderFunctionArgs & ActionFunctionArgs
type Asked = {
  path?: string
  params?: Record<string, string>
  viewer?: Viewer | undefined
  context?: Partial<RequestContext>
}
type Sent = Asked & { form: Record<string, string | string[] | undefined> }

/** A thrown response (a 404, a redirect) is an answer too. */
export function load(loader: (args: Args) => unknown, asked: Asked = {}): Promise<Response> {
  return answerOf(loader, asked, new Request(addressOf(asked)))
}

export function submit(action: (args: Args) => unknown, sent: Sent): Promise<Response> {
  const body = new URLSearchParams(
    Object.entries(sent.form).flatMap(([name, values]) =>
      [values ?? []].flat().map(value => [name, value] as [string, string]),
    ),
  )
  return answerOf(action, sent, new Request(addressOf(sent), { method: 'POST', body }))
}

/** Field name → texts; '' is the form as a whole. */
export async function errorsOf(answer: Response): Promise<Record<string, string[]>> {
  return (await answer.clone().json()).lastResult?.error ?? {}
}

export async function typedIn(answer: Response): Promise<Record<string, unknown>> {
  return (await answer.clone().json()).lastResult?.initialValue ?? {}
}

async function answerOf(
  route: (args: Args) => unknown,
  { params = {}, viewer, context = {} }: Asked,
  request: Request,
): Promise<Response> {
  const full: RequestContext = {
    requestId: 'test',
    address: '192.0.2.1',
    viewer,
    sessionToken: undefined,
    flash: undefined,
    ...context,
  }
  try {
    const answer = await route({ request, params, context: full } as Args)
    return answer instanceof Response ? answer : Response.json(answer)
  } catch (thrown) {
    if (thrown instanceof Response) return thrown
    throw thrown
  }
}

const addressOf = ({ path = '/' }: Asked) => `http://localhost:5000${path}`

/** Empty when the answer sets no session. */
export async function sessionIn(answer: Response): Promise<string> {
  const cookies = answer.headers.getSetCookie().map(cookie => cookie.split(';')[0] ?? '')
  return (await sessionCookie().parse(cookies.join('; '))) ?? ''
}
