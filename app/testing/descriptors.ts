import { existsSync, readdirSync, readlinkSync } from 'node:fs'

const OWN = '/proc/self/fd'

/** Why open descriptors cannot be counted here; undefined where they can. */
export const noDescriptors = existsSync(OWN) ? undefined : `there is no ${OWN} here`

/** How many descriptors this process has open on files whose path begins so; other tests share the process. */
export function countDescriptors(path: string): number {
  return readdirSync(OWN).filter(name => targetOf(name).startsWith(path)).length
}

/** A descriptor may be closed between the look at the list and the look at it. */
function targetOf(name: string): string {
  try {
    return readlinkSync(`${OWN}/${name}`)
  } catch {
    return ''
  }
}
