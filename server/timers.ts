/** What happens by the clock and not by a request. Grows with the outbox and the reminders. */
const running: NodeJS.Timeout[] = []

export function startTimers(): void {}

export function stopTimers(): void {
  for (const timer of running.splice(0)) clearInterval(timer)
}
