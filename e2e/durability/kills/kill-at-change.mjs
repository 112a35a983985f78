// Kills its own process right before the N-th time that a file of the database gets another name or goes:
// `KILL_AT=3 node --import ./kill-at-change.mjs …`.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

let changes = 0
for (const name of ['renameSync', 'rmSync']) {
  const original = fs[name]
  fs[name] = (...args) => {
    // What is removed of the copies that are being made changes nothing for anybody.
    if (name === 'renameSync' || /\.db-shm$/.test(args[0])) changes += 1
    if (changes >= Number(process.env.KILL_AT)) process.kill(process.pid, 'SIGKILL')
    return original(...args)
  }
}
syncBuiltinESMExports()
