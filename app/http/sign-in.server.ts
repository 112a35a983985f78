import { Authenticator } from 'remix-auth'
import { FormStrategy } from 'remix-auth-form'
import { z } from 'zod'
import { type Device, startSession } from '#app/models/session.server.ts'
import { authenticate, type SignInRefusal } from '#app/models/sign-in.server.ts'
import type { RequestContext } from './context.ts'
import { sessionCookie } from './cookies.server.ts'
import { parseFormData, refuseForm } from './form.server.ts'

export const signInSchema = z.object({
  email: z
    .string({ error: 'Enter your mail address.' })
    .trim()
    .max(254, 'The mail address is too long.'),
  password: z.string({ error: 'Enter your password.' }).max(1000, 'The password is too long.'),
  remember: z.literal('on').optional(),
  returnTo: z.string().max(1000).optional(),
})

export type SignInForm = z.infer<typeof signInSchema>

type Outcome =
  | { userId: string; form: SignInForm; failed: undefined; refusal: undefined }
  | { failed: ReturnType<typeof refuseForm>; refusal: SignInRefusal | undefined }

const refusalWords: Record<SignInRefusal['reason'], string> = {
  wrong: 'The mail address or the password is not right.',
  'too-many': 'Too many tries. Wait a few minutes, or ask for a sign-in link.',
}

/** remix-auth reads the body, so the form is parsed inside its verify; sessions are ours. */
export async function signInByPassword(
  request: Request,
  context: RequestContext,
): Promise<Outcome> {
  const authenticator = new Authenticator<Outcome>()
  authenticator.use(
    new FormStrategy<Outcome>(async ({ form }) => {
      const { value, submission, failed } = parseFormData(form, signInSchema)
      if (failed) return { failed, refusal: undefined }
      const answer = await authenticate(value.email, value.password, context.address)
      if ('userId' in answer)
        return { userId: answer.userId, form: value, failed: undefined, refusal: undefined }
      return {
        failed: refuseForm(submission, { '': [refusalWords[answer.reason]] }),
        refusal: answer,
      }
    }),
    'password',
  )
  return authenticator.authenticate('password', request)
}

/** The headers that sign a person in, or undefined when she was deactivated meanwhile. */
export async function signInHeaders(
  userId: string,
  isRemembered: boolean,
  request: Request,
  context: RequestContext,
): Promise<Headers | undefined> {
  const device: Device = {
    userAgent: request.headers.get('User-Agent') ?? '',
    address: context.address,
  }
  const session = await startSession(userId, {
    isRemembered,
    device,
    replaces: context.sessionToken,
  })
  if (!session) return undefined
  const cookie = await sessionCookie().serialize(
    session.token,
    session.expires ? { expires: session.expires } : {},
  )
  return new Headers({ 'Set-Cookie': cookie })
}
