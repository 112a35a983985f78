import { existsSync, readdirSync, readlinkSync } from 'node:fs'

const OWN = '/proc/self/fd'

/** Undefined where descriptors can be counted. */
export const noDescriptors = existsSync(OWN) ? undefined : `there is no ${OWN} here`

/** Counts by path, as other tests share the process. */
export function countDescriptors(path: string): number {
  return readdirSync(OWN).filter(name => targetOf(name).startsWith(path)).length
}

/** A descriptor may close after the folder was listed. */
function targetOf(name: string): string {
  try {
    return readlinkSync(`${OWN}/${name}`)
  } catch {
    return ''
  }
}
