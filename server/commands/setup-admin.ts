import {
  type AdminMade,
  type AdminRefusal,
  findByEmail,
  findFirstAdmin,
  linkForAdmin,
  listAdmins,
  makeAdmin,
  promoteToAdmin,
} from '#app/models/people/admin.server.ts'
import { findPasswordProblem, isTypedTwice } from '#app/models/sign-in/password.ts'
import { settings } from '#app/settings.server.ts'
import { emailField, nameField } from '#app/values/contact.ts'
import type { SetupCall } from './setup-call.ts'
import type { Conversation } from './terminal.ts'

type Person = NonNullable<Awaited<ReturnType<typeof findByEmail>>>

export class SetupRefusal extends Error {
  constructor(
    message: string,
    readonly isMiscalled = false,
  ) {
    super(message)
  }
}

/** @param talk undefined without a terminal @throws SetupRefusal or NoAnswerError */
export async function setUpAdmin(call: SetupCall, talk?: Conversation): Promise<string> {
  if (call.link) return linkTo(call.email)
  const present = await findFirstAdmin()
  if (present && !call.another) throw new SetupRefusal(reasons['has-admin'](nameAnd(present)))
  if (!talk && (call.email === undefined || (call.name === undefined && !call.promote)))
    throw new SetupRefusal('Without a terminal, --name and --email are needed.', true)
  const typedName = call.promote ? undefined : await given(call.name, nameQuestion, talk)
  const email = emailField.parse(await given(call.email, emailQuestion, talk))
  const known = await findByEmail(email)
  if (known) return promote(known, call, talk)
  const name = nameField.parse(typedName ?? (await given(call.name, nameQuestion, talk)))
  const password = await choosePassword(email, talk)
  const made = await makeAdmin({ name, email, password }, { isAnother: call.another })
  return tell(made, `${name} <${email}> is an admin now.`, email)
}

async function linkTo(email: string | undefined): Promise<string> {
  const known = await listAdmins(email)
  const [admin, ...others] = known
  if (!admin)
    throw new SetupRefusal(
      email === undefined
        ? 'There is no active admin yet. Run this without --link to make one.'
        : `${email} is not the address of an active admin.`,
    )
  if (others.length > 0)
    throw new SetupRefusal(
      `There are several admins. Say which with --email:\n${known.map(one => `  ${nameAnd(one)}`).join('\n')}`,
      true,
    )
  const link = await linkForAdmin(admin.id)
  if (!link) throw new SetupRefusal(reasons.missing(nameAnd(admin)))
  return sayLink(`A link for ${nameAnd(admin)}.`, link)
}

async function promote(person: Person, call: SetupCall, talk?: Conversation): Promise<string> {
  const who = nameAnd(person)
  if (person.role === 'admin' && person.deactivatedAt === null)
    throw new SetupRefusal(reasons['is-admin'](who))
  const state = person.deactivatedAt === null ? person.role : `${person.role}, deactivated`
  if (!call.promote && !(talk && (await isAgreed(`${who} (${state})`, talk))))
    throw new SetupRefusal(
      `${who} has an account already (${state}). To make it an admin's, add --promote; its password stays.`,
    )
  const made = await promoteToAdmin(person, { isAnother: call.another })
  return tell(made, `${who} is an admin now. The password stays; all sessions were ended.`, who)
}

async function isAgreed(who: string, talk: Conversation): Promise<boolean> {
  const question = `${who} has an account already. Make it an admin's? (yes/no) `
  const answer = await talk.ask(question, text =>
    /^(yes|no)$/i.test(text.trim()) ? undefined : 'Type yes or no.',
  )
  return answer.trim().toLowerCase() === 'yes'
}

type Question = { text: string; option: string; problemOf(text: string): string | undefined }

const nameQuestion: Question = {
  text: 'Name: ',
  option: '--name',
  problemOf: text => nameField.safeParse(text).error?.issues[0]?.message,
}
const emailQuestion: Question = {
  text: 'Email address: ',
  option: '--email',
  problemOf: text => emailField.safeParse(text).error?.issues[0]?.message,
}

async function given(
  value: string | undefined,
  { text, option, problemOf }: Question,
  talk?: Conversation,
): Promise<string> {
  if (value === undefined && talk) return talk.ask(text, problemOf)
  const problem = problemOf(value ?? '')
  if (problem) throw new SetupRefusal(`${option}: ${problem}`, true)
  return value ?? ''
}

async function choosePassword(email: string, talk?: Conversation): Promise<string | undefined> {
  const fixed = settings().ADMIN_PASSWORD
  if (fixed !== undefined) {
    const problem = findPasswordProblem(fixed, email)
    if (problem) throw new SetupRefusal(`ADMIN_PASSWORD: ${problem}`, true)
    return fixed
  }
  if (!talk) return undefined
  for (;;) {
    const password = await talk.ask('Password: ', text => findPasswordProblem(text, email), true)
    const repeat = await talk.ask('The same again: ', () => undefined, true)
    if (isTypedTwice({ password, repeat })) return password
    talk.say('  The two were not the same.')
  }
}

function tell(made: AdminMade, success: string, who: string): string {
  if (made.refusal !== undefined) throw new SetupRefusal(reasons[made.refusal](who))
  const { APP_URL } = settings()
  return made.link ? sayLink(success, made.link) : `${success}\nSign in at ${APP_URL}/login`
}

function sayLink(first: string, link: string): string {
  return `${first}\nOpen this link within 7 days to set the password; it works once:\n\n  ${link}\n`
}

const reasons: Record<AdminRefusal, (who: string) => string> = {
  'has-admin': who =>
    `There is an admin already: ${who}. To make one more, add --another. If they cannot get in, --link prints a link for them.`,
  taken: who => `${who} got an account just now. To make it an admin's, add --promote.`,
  missing: who => `The account of ${who} was changed just now. Try again.`,
  erased: who => `${who} was erased for good. Add the person anew.`,
  'is-admin': who =>
    `${who} is an admin already. If they cannot get in, --link prints a link for them.`,
}

const nameAnd = ({ name, email }: { name: string; email: string }) => `${name} <${email}>`
