import { dictionary } from '@zxcvbn-ts/language-common'
import { z } from 'zod'
import { sayCount } from '#app/values/count.ts'

const SHORTEST = 8
/** bcrypt silently ignores the bytes beyond. */
export const PASSWORD_BYTES = 72

/** Accents can be typed in several Unicode forms; NIST SP 800-63B asks for NFKC or NFKD. */
export function normalPassword(password: string): string {
  return password.normalize('NFKC')
}

/** Older hashes are of what the browser sent. Their number depends on the password alone, so time reveals nothing. */
export function formsOf(password: string): string[] {
  const forms = [normalPassword(password), password, password.normalize('NFC')]
  return [...new Set([...forms, password.normalize('NFD')])]
}

export function newPasswordSchema(email: string) {
  return z.object(newPasswordFields(email)).refine(isTypedTwice, repeatIssue)
}

export type NewPasswordForm = z.infer<ReturnType<typeof newPasswordSchema>>

/** Objects of these fields also need `.refine(isTypedTwice, repeatIssue)`. */
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
export const repeatIssue = { path: ['repeat'], error: 'The passwords are not the same.' }

export function findPasswordProblem(typed: string, email: string): string | undefined {
  const password = normalPassword(typed)
  if ([...password].length < SHORTEST)
    return `Too short: at least ${sayCount(SHORTEST, 'character')}.`
  if (Buffer.byteLength(password) > PASSWORD_BYTES)
    return `Too long: at most ${PASSWORD_BYTES} plain letters, or fewer with accents or emoji.`
  if (isAddress(password, email)) return 'Your password can’t be your email address.'
  if (isCommon(password)) return 'This password is too easy to guess.'
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
