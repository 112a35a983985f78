/** Runs work that comes in slices, and lets others have their turn between them; gives back its outcome. */
export async function runInSlices<T>(
  work: Generator<unknown, T>,
  betweenSlices = () => {},
): Promise<T> {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    await new Promise(setImmediate)
    betweenSlices()
  }
}
