import { type Calculation, CancelledError } from './workers.server.ts'

/** Tasks whose outcome is remembered; the oldest is forgotten first. */
const KEPT = 50

export type Task<Value> = {
  state: 'working' | 'done' | 'failed' | 'cancelled'
  /** What the task was started for, so that an outcome is not taken for that of another question. */
  question: string
  progress(): number
  cancel(): void
  value?: Value
  error?: unknown
  /** Resolves when the task has ended, however it did. */
  ended: Promise<void>
}

const tasks = new Map<string, Task<unknown>>()

/** The task of a name, working or ended; undefined when there is none, or it was forgotten. */
export function findTask<Value>(name: string): Task<Value> | undefined {
  return tasks.get(name) as Task<Value> | undefined
}

/** Starts something under a name, unless it is under way there already. Kept in memory: a new start of the program forgets. */
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
    if (tasks.size <= KEPT) return
    if (task.state !== 'working') tasks.delete(name)
  }
}

/** Waits for a task, but not longer than so many milliseconds. */
export async function waitFor(task: Task<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>(resolve => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([task.ended, patience])
  clearTimeout(timer)
}
