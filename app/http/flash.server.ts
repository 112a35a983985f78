import { redirect } from '@remix-run/node'
import { flashCookie } from './cookies.server.ts'

export type Flash = { kind: 'done' | 'warning'; text: string }

export async function redirectWithFlash(
  path: string,
  flash: Flash | string,
  headers = new Headers(),
): Promise<Response> {
  const message: Flash = typeof flash === 'string' ? { kind: 'done', text: flash } : flash
  headers.append('Set-Cookie', await flashCookie().serialize(message, { maxAge: 300 }))
  return redirect(path, { status: 303, headers })
}

export async function readFlash(cookieHeader: string | null): Promise<Flash | undefined> {
  return (await flashCookie().parse(cookieHeader)) ?? undefined
}

export async function clearFlash(): Promise<string> {
  return flashCookie().serialize('', { maxAge: 0 })
}
