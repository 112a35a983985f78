import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

export type Clock = {
  env: Record<string, string>
  set(seconds: number): void
}

/** A wall clock that a test can set. @returns why there is none here, such as without a C compiler. */
export function settableClock(folder: string): Clock | string {
  const library = path.join(folder, 'clock.so')
  const source = path.resolve('e2e/durability/clock.c')
  const built = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source], {
    encoding: 'utf8',
  })
  if (built.status !== 0) return built.stderr || String(built.error?.message)
  const file = path.join(folder, 'clock')
  const set = (seconds: number) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(seconds))
    writeFileSync(file, bytes, { flag: 'r+' })
  }
  writeFileSync(file, Buffer.alloc(8))
  return { env: { LD_PRELOAD: library, CLOCK_FILE: file }, set }
}
