import { createHmac, randomBytes } from 'node:crypto'
import { settings } from '#app/settings.server.ts'

const MOST_MARKS = 5

// The device cookie. Its marks reveal no account and let nobody in:
// https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
export function markDevice(device: string | undefined, userId: string): string {
  const [id = '', ...marks] = device?.split('.') ?? [newDeviceId()]
  const mark = markOf(id, userId)
  return [id, ...[mark, ...marks.filter(one => one !== mark)].slice(0, MOST_MARKS)].join('.')
}

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
