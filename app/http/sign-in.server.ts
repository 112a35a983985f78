import { Authenticator } from 'remix-auth'
import { FormStrategy } from 'remix-auth-form'
import { z } from 'zod'
import { parseFormData, readForm, refuseForm, slowDown } from '#app/http/forms/form.server.ts'
import type { NewSession } from '#app/models/sign-in/session/session.server.ts'
import {
  type SignInRefusal,
  signInByPassword as signIn,
} from '#app/models/sign-in/sign-in.server.ts'
import type { RequestContext } from './context.ts'
import { fromOf } from './device.server.ts'
import { sessionStart } from './session.server.ts'

export const signInSchema = z.object({
  email: z
    .string({ error: 'Enter your email address.' })
    .trim()
    .max(254, 'The email address is too long.'),
  password: z.string({ error: 'Enter your password.' }).max(1000, 'The password is too long.'),
  remember: z.literal('on').optional(),
  returnTo: z.string().max(1000, 'The address of the page is too long.').optional(),
})

export type SignInForm = z.infer<typeof signInSchema>

type Outcome =
  | { session: NewSession; form: SignInForm; failed: undefined }
  | { failed: ReturnType<typeof refuseForm> }

const refusalWords: Record<SignInRefusal['reason'], string> = {
  wrong: 'The email address or the password is not right.',
  'too-many': 'Too many tries. Wait a few minutes, or get a sign-in link.',
}

/** verify parses the form, as remix-auth reads the body. @throws a 400 page where the strategy would cause a 500 */
export async function signInFromForm(args: {
  request: Request
  context: RequestContext
}): Promise<Outcome> {
  await readForm(args.request.clone())
  const authenticator = new Authenticator<Outcome>()
  authenticator.use(new FormStrategy<Outcome>(({ form }) => verify(form, args)), 'password')
  return authenticator.authenticate('password', args.request)
}

async function verify(
  form: FormData,
  args: { request: Request; context: RequestContext },
): Promise<Outcome> {
  const { value, submission, failed } = parseFormData(form, signInSchema)
  if (failed) return { failed }
  const refuse = ({ reason }: SignInRefusal) =>
    refuseForm(submission, { '': [refusalWords[reason]] })
  const start = sessionStart(args, value.remember === 'on')
  const answer = await signIn(value, await fromOf(args), start)
  if ('reason' in answer) {
    return answer.reason === 'too-many'
      ? { failed: slowDown(refuse(answer), answer.seconds) }
      : { failed: refuse(answer) }
  }
  const { session } = answer
  return { session, form: value, failed: undefined }
}
