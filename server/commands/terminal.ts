import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'

export class NoAnswerError extends Error {
  override name = 'NoAnswerError'
}

type Problem = string | undefined
type Channel = { input: NodeJS.ReadableStream; output: NodeJS.WritableStream }

export function hasTerminal(): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY)
}

/** Input typed before its question counts, and is not echoed. */
export class Conversation {
  private readonly lines: Interface
  private readonly answers: string[] = []
  private waiting: { resolve(answer: string): void; reject(error: Error): void } | undefined
  private isShown = false
  private isOver = false

  constructor(private readonly channel: Channel) {
    const output = new Writable({
      write: (chunk, _encoding, done) => {
        if (this.isShown) channel.output.write(chunk)
        done()
      },
    })
    this.lines = createInterface({ input: channel.input, output, terminal: true, historySize: 0 })
    this.lines.on('line', answer => this.take(answer))
    this.lines.on('close', () => this.endWaiting())
  }

  async ask(
    question: string,
    problemOf: (answer: string) => Problem,
    isHidden = false,
  ): Promise<string> {
    for (;;) {
      const answer = await this.read(question, isHidden)
      const problem = problemOf(answer)
      if (problem === undefined) return answer
      this.say(`  ${problem}`)
    }
  }

  say(text: string): void {
    this.channel.output.write(`${text}\n`)
  }

  close(): void {
    this.lines.close()
  }

  private async read(question: string, isHidden: boolean): Promise<string> {
    this.channel.output.write(question)
    const early = this.answers.shift()
    if (early === undefined && this.isOver) throw new NoAnswerError('nothing was answered')
    this.isShown = !isHidden
    const next = new Promise<string>((resolve, reject) => {
      this.waiting = { resolve, reject }
    })
    if (early !== undefined) this.take(early)
    const answer = await next
    if (isHidden || early !== undefined) this.channel.output.write('\n')
    return answer
  }

  private take(answer: string): void {
    this.isShown = false
    if (this.waiting) this.waiting.resolve(answer)
    else this.answers.push(answer)
    this.waiting = undefined
  }

  private endWaiting(): void {
    this.isOver = true
    this.waiting?.reject(new NoAnswerError('nothing was answered'))
  }
}
