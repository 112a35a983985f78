// Kills its own process right before the N-th rename or removal of a database file:
// `KILL_AT=3 node --import ./kill-at-change.mjs …`.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

let changes = 0
for (const name of ['renameSync', 'rmSync']) {
  const original = fs[name]
  fs[name] = (...args) => {
    // Removing a copy that is still being made changes nothing for anybody.
    if (name === 'renameSync' || /\.db-shm$/.test(args[0])) changes += 1
    if (changes >= Number(process.env.KILL_AT)) process.kill(process.pid, 'SIGKILL')
    return original(...args)
  }
}
syncBuiltinESMExports()
