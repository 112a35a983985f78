export async function noEarlierThan<Value>(
  milliseconds: number,
  work: () => Promise<Value>,
): Promise<Value> {
  const pause = new Promise(resolve => setTimeout(resolve, milliseconds))
  const [outcome] = await Promise.allSettled([work(), pause])
  if (outcome.status === 'rejected') throw outcome.reason
  return outcome.value
}
