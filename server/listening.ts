import { settings } from '#app/settings.server.ts'

const PROBLEMS: [code: RegExp, problem: (host: string, port: number) => string][] = [
  [/^(EADDRINUSE|AddrInUse)$/, (_, port) => `PORT: another program listens on ${port} already`],
  [
    /^(EACCES|PermissionDenied)$/,
    (_, port) => `PORT: this user may not listen on ${port}: choose 1024 or higher`,
  ],
  [
    /^(EADDRNOTAVAIL|AddrNotAvailable|EINVAL|ENOTFOUND|EAI_\w+)$/,
    host => `HOST: ${host} is not an address of this machine (0.0.0.0 is all of them)`,
  ],
]

export function problemOfListening(error: unknown): string | undefined {
  const { code, name, message } = error as NodeJS.ErrnoException
  // Deno has no code for a name that it cannot resolve.
  const isUnknownName = /failed to lookup address/.test(message)
  const names = [code, name, ...(isUnknownName ? ['ENOTFOUND'] : [])]
  const found = PROBLEMS.find(([pattern]) => names.some(each => each && pattern.test(each)))
  return found?.[1](settings().HOST, settings().PORT)
}
