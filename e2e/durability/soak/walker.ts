import type { Page } from '../../http/page.ts'
import { Visitor } from '../../http/visitor.ts'
import type { Attempt, Promises } from '../kills/promises.ts'
import type { Random } from '../random.ts'

export type Answered = { status: number; milliseconds: number }

/** Somebody at the app whose every answer is timed. */
export class TimedVisitor extends Visitor {
  onAnswer: (answered: Answered) => void = () => undefined

  override async send(path: string, init: RequestInit = {}): Promise<Page> {
    const started = performance.now()
    const page = await super.send(path, init)
    this.onAnswer({ status: page.status, milliseconds: performance.now() - started })
    return page
  }
}

/** What a step needs: who walks, what was promised so far, and chance. */
export type Walk = { visitor: TimedVisitor; promises: Promises; random: Random }

/** One thing done as a person would: look at the page, fill in its form, press. */
export type Step = (walk: Walk) => Promise<void>

/**
 * Notes what the answer to an attempt says. Acknowledged is only the redirect to the page of success;
 * a refusal (4xx), and "try again" (503), say that nothing was written, unless the page says that it cannot say.
 */
export function settle(attempt: Attempt, answer: Page, success: string | RegExp): boolean {
  const location = answer.headers.get('location') ?? ''
  const isDone = typeof success === 'string' ? location === success : success.test(location)
  if (answer.status === 303 && isDone) attempt.outcome = 'acknowledged'
  else if (answer.status < 500 || (answer.status === 503 && !isUnsure(answer)))
    attempt.outcome = 'refused'
  return attempt.outcome === 'acknowledged'
}

/** What a field of a form holds. */
export function fieldOf(page: Page, form: string, field: string): string {
  return page.form(form).fields.find(([name]) => name === field)?.[1] ?? ''
}

export function hasForm(page: Page, id: string): boolean {
  return page.forms.some(form => form.id === id)
}

function isUnsure(answer: Page): boolean {
  return answer.words.includes('We cannot say whether that was stored')
}
