import { connect } from 'node:net'

/** Sends raw bytes and returns what comes back until the server hangs up or `patience` ms have passed. */
export function sendRaw(
  origin: string,
  pieces: { text: string | Uint8Array; pauseBefore?: number }[],
  patience = 15_000,
): Promise<{ text: string; isClosed: boolean; ms: number }> {
  const { hostname, port } = new URL(origin)
  const started = Date.now()
  return new Promise(resolve => {
    const socket = connect(Number(port), hostname)
    let text = ''
    const finish = (isClosed: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ text, isClosed, ms: Date.now() - started })
    }
    const timer = setTimeout(() => finish(false), patience)
    socket.on('data', data => (text += data.toString('latin1')))
    socket.on('close', () => finish(true))
    socket.on('error', () => finish(true))
    void sendSlowly()
    async function sendSlowly() {
      for (const { text: piece, pauseBefore = 0 } of pieces) {
        await new Promise(wait => setTimeout(wait, pauseBefore))
        if (socket.destroyed) return
        socket.write(piece)
      }
    }
  })
}

export const statusOf = (raw: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(raw)?.[1] ?? 0)
