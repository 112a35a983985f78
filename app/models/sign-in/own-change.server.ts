import { countTry, forgiveTry } from './limits.server.ts'

type Done = { refusal: string | undefined; outcome?: string | undefined }
export type TooOften = { refusal: 'too-often'; seconds: number; outcome?: undefined }

/** Each change leaves a permanent audit entry, and mostly a mail; refused and empty ones leave none. */
export async function changeOwn<D extends Done>(
  userId: string,
  change: () => Promise<D>,
): Promise<D | TooOften> {
  const seconds = await countTry('own change by person', userId)
  if (seconds > 0) return { refusal: 'too-often', seconds }
  const done = await change()
  if (done.refusal !== undefined || done.outcome === 'same')
    await forgiveTry('own change by person', userId)
  return done
}
