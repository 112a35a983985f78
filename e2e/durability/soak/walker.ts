import type { Page } from '../../http/page.ts'
import { Visitor } from '../../http/visitor.ts'
import type { Attempt, Promises } from '../kills/promises.ts'
import type { Random } from '../random.ts'

export type Answered = { status: number; milliseconds: number }

export class TimedVisitor extends Visitor {
  onAnswer: (answered: Answered) => void = () => undefined

  override async send(path: string, init: RequestInit = {}): Promise<Page> {
    const started = performance.now()
    const page = await super.send(path, init)
    this.onAnswer({ status: page.status, milliseconds: performance.now() - started })
    return page
  }
}

export type Walk = { visitor: TimedVisitor; promises: Promises; random: Random }

export type Step = (walk: Walk) => Promise<void>

/**
 * Only the redirect to the page of success is an acknowledgement. A refusal (4xx) and "try again" (503) mean that
 * nothing was written, unless the page says that it cannot tell.
 */
export function settle(attempt: Attempt, answer: Page, success: string | RegExp): boolean {
  const location = answer.headers.get('location') ?? ''
  const isDone = typeof success === 'string' ? location === success : success.test(location)
  if (answer.status === 303 && isDone) attempt.outcome = 'acknowledged'
  else if (answer.status < 500 || (answer.status === 503 && !isUnsure(answer)))
    attempt.outcome = 'refused'
  return attempt.outcome === 'acknowledged'
}

export function fieldOf(page: Page, form: string, field: string): string {
  return page.form(form).fields.find(([name]) => name === field)?.[1] ?? ''
}

export function hasForm(page: Page, id: string): boolean {
  return page.forms.some(form => form.id === id)
}

function isUnsure(answer: Page): boolean {
  return answer.words.includes('We don’t know if that was saved')
}
