import { dictionary } from '@zxcvbn-ts/language-common'
import { z } from 'zod'

const SHORTEST = 8
/** bcrypt reads no more than this many bytes, and would ignore the rest in silence. */
export const PASSWORD_BYTES = 72

/**
 * A password as it is hashed: the same whichever way a keyboard or a system writes its accents (NIST SP 800-63B
 * asks for NFKC or NFKD).
 */
export function normalPassword(password: string): string {
  return password.normalize('NFKC')
}

/**
 * The forms in which a password may have been hashed, ours first. Older hashes, and those of other programs, were made
 * of whatever a browser had sent. One form for a password of plain letters; how many depends on nothing but the
 * password, so that the time of a check tells nothing of the account.
 */
export function formsOf(password: string): string[] {
  const forms = [normalPassword(password), password, password.normalize('NFC')]
  return [...new Set([...forms, password.normalize('NFD')])]
}

/** A new password for the person with this mail address, typed twice. */
export function newPasswordSchema(email: string) {
  return z.object(newPasswordFields(email)).refine(isTypedTwice, repeatIssue)
}

export type NewPasswordForm = z.infer<ReturnType<typeof newPasswordSchema>>

/** For forms that ask for more than the password; their objects also need `.refine(isTypedTwice, repeatIssue)`. */
export function newPasswordFields(email: string) {
  return {
    password: z.string({ error: 'Choose a password.' }).superRefine((password, context) => {
      const message = findPasswordProblem(password, email)
      if (message) context.addIssue({ code: 'custom', message, continue: false })
    }),
    repeat: z.string({ error: 'Type the same password again.' }),
  }
}

export const isTypedTwice = (form: { password: string; repeat: string }): boolean =>
  normalPassword(form.password) === normalPassword(form.repeat)
export const repeatIssue = { path: ['repeat'], error: 'The two passwords are not the same.' }

/** What is wrong with a password, or undefined: length, bytes, the address, and what everybody tries first. */
export function findPasswordProblem(typed: string, email: string): string | undefined {
  const password = normalPassword(typed)
  if ([...password].length < SHORTEST) return `Too short: ${SHORTEST} characters at least.`
  if (Buffer.byteLength(password) > PASSWORD_BYTES)
    return `Too long: ${PASSWORD_BYTES} bytes at most, which are ${PASSWORD_BYTES} plain letters, or fewer with accents or emoji.`
  if (isAddress(password, email)) return 'Choose something else than your mail address.'
  if (isCommon(password)) return 'Too common: it is among the passwords that are tried first.'
  return undefined
}

function isAddress(password: string, email: string): boolean {
  const [name = ''] = email.split('@')
  return [email, name].some(
    text => normalPassword(text).toLowerCase() === password.trim().toLowerCase(),
  )
}

let common: Set<string> | undefined

function isCommon(password: string): boolean {
  common ??= new Set(dictionary['passwords-common'])
  return common.has(password.toLowerCase()) || /^(.)\1*$/su.test(password)
}
