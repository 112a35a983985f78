import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

function run(command: string, ...args: string[]): string | undefined {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  return status === 0 ? undefined : `${command}: ${stderr?.trim() || error?.message}`
}

export type Disk = {
  folder: string
  fill(): void
  empty(): void
  remove(): undefined
}

const SPARE = 4

/** A small disk. @returns why there is none here, such as without root. */
export function smallDisk(megabytes: number): Disk | string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-disk-'))
  const problem = run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)
  if (problem) {
    rmSync(folder, { recursive: true })
    return problem
  }
  const filler = path.join(folder, 'filler')
  return {
    folder,
    fill() {
      mkdirSync(filler, { recursive: true })
      for (let number = 0; ; number += 1) {
        const { bavail, bsize } = statfsSync(folder)
        if (bavail <= SPARE) return
        const size = Math.max(1, (bavail - SPARE) * bsize)
        try {
          writeFileSync(path.join(filler, String(number)), Buffer.alloc(size))
        } catch (error) {
          if ((error as { code?: string }).code !== 'ENOSPC') throw error
        }
      }
    },
    empty: () => rmSync(filler, { recursive: true, force: true }),
    remove() {
      run('umount', '-l', folder)
      rmSync(folder, { recursive: true, force: true })
      return undefined
    },
  }
}

/** Whether files can be made read-only for root and for open handles. @returns why not. */
export function whyNotImmutable(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-immutable-'))
  const file = path.join(folder, 'file')
  writeFileSync(file, '')
  const problem = run('chattr', '+i', file)
  if (!problem) run('chattr', '-i', file)
  rmSync(folder, { recursive: true, force: true })
  return problem
}

/** All but the index, which is shared memory. */
export function setImmutable(database: string, isOn: boolean): void {
  for (const ending of ['', '-wal'])
    if (existsSync(database + ending)) run('chattr', isOn ? '+i' : '-i', database + ending)
}
