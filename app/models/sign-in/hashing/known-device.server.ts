import { createHmac, randomBytes } from 'node:crypto'
import { settings } from '#app/settings.server.ts'

/** People who share a device; the latest stay. */
const MOST_MARKS = 5

/**
 * What a browser keeps of the accounts that signed in on it: an id of its own, and a mark for each account. A mark
 * tells nobody whose it is, and lets nobody in; it only says that this device was let in before
 * (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
 */
export function markDevice(device: string | undefined, userId: string): string {
  const [id = '', ...marks] = device?.split('.') ?? [newDeviceId()]
  const mark = markOf(id, userId)
  return [id, ...[mark, ...marks.filter(one => one !== mark)].slice(0, MOST_MARKS)].join('.')
}

/** The id of a device that this account has signed in on before, or undefined. */
export function knownDevice(device: string | undefined, userId: string): string | undefined {
  const [id = '', ...marks] = device?.split('.') ?? []
  return marks.includes(markOf(id, userId)) ? id : undefined
}

function newDeviceId(): string {
  return randomBytes(16).toString('base64url')
}

function markOf(id: string, userId: string): string {
  const mac = createHmac('sha256', settings().SECRET_KEY).update(`device|${id}|${userId}`)
  return mac.digest('base64url').slice(0, 22)
}
