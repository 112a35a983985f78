import type { From } from '#app/models/sign-in/hashing/asker.server.ts'
import { markDevice } from '#app/models/sign-in/hashing/known-device.server.ts'
import type { RequestContext } from './context.ts'
import { deviceCookie } from './cookies.server.ts'

/** Seconds. */
const LIFETIME = 365 * 24 * 3600

async function readDevice(request: Request): Promise<string | undefined> {
  const device = (await deviceCookie().parse(request.headers.get('Cookie'))) as unknown
  return typeof device === 'string' ? device : undefined
}

export async function fromOf(args: { request: Request; context: RequestContext }): Promise<From> {
  return { address: args.context.address, device: await readDevice(args.request) }
}

export async function rememberDevice(request: Request, userId: string): Promise<string> {
  const device = markDevice(await readDevice(request), userId)
  return deviceCookie().serialize(device, { maxAge: LIFETIME })
}
