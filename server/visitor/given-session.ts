import { sessionCookie } from '#app/http/cookies.server.ts'

export async function givenSession(headers: Headers): Promise<string | undefined> {
  for (const line of headers.getSetCookie()) {
    const token = (await sessionCookie().parse(line)) as unknown
    if (typeof token === 'string' && token !== '') return token
  }
  return undefined
}
