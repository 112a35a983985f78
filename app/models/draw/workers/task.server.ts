import { type Calculation, CancelledError } from './workers.server.ts'

const KEPT_TASKS = 50

export type Task<Value> = {
  state: 'working' | 'done' | 'failed' | 'cancelled'
  /** Prevents an outcome from answering a different question. */
  question: string
  progress(): number
  cancel(): void
  value?: Value
  error?: unknown
  /** Resolves when the task has ended, even by failing. */
  ended: Promise<void>
}

const tasks = new Map<string, Task<unknown>>()

export function findTask<Value>(name: string): Task<Value> | undefined {
  return tasks.get(name) as Task<Value> | undefined
}

/** Starts nothing if the named task is under way. Kept in memory: a restart of the program forgets it. */
export function startTask<Value, Answer = Value>(
  name: string,
  question: string,
  start: () => Calculation<Answer>,
  finish: (answer: Answer) => Promise<Value> | Value,
): Task<Value> {
  const known = findTask<Value>(name)
  if (known?.state === 'working') return known
  const { answer, progress, cancel } = start()
  const task: Task<Value> = {
    state: 'working',
    question,
    progress,
    cancel,
    ended: Promise.resolve(),
  }
  task.ended = answer.then(finish).then(
    value => {
      Object.assign(task, { state: 'done', value })
    },
    error => {
      Object.assign(task, {
        state: error instanceof CancelledError ? 'cancelled' : 'failed',
        error,
      })
    },
  )
  tasks.delete(name)
  tasks.set(name, task)
  forgetOldest()
  return task
}

export function forgetTask(name: string): void {
  if (tasks.get(name)?.state !== 'working') tasks.delete(name)
}

function forgetOldest(): void {
  for (const [name, task] of tasks) {
    if (tasks.size <= KEPT_TASKS) return
    if (task.state !== 'working') tasks.delete(name)
  }
}

export async function waitFor(task: Task<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>(resolve => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([task.ended, patience])
  clearTimeout(timer)
}
