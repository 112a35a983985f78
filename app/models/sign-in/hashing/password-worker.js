import { pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto'
import bcrypt from 'bcryptjs'
import { standLastInLine } from './last-in-line.js'

standLastInLine()

/** Runs in a worker thread, because each job holds a processor for up to half a second. */
export default function work(job) {
  return job.kind === 'hash' ? bcrypt.hashSync(job.password, job.cost) : matchingForm(job)
}

/** The index of the matching form, or -1. `instead`: a hash to check as well when none matches, to take as long. */
function matchingForm({ forms, hash, most, instead }) {
  const found = forms.findIndex(form => isMatch(form, hash, most))
  if (found === -1 && instead) for (const form of forms) isMatch(form, instead, most)
  return found
}

/** A damaged hash matches nobody; neither do bytes that bcrypt ignores (beyond `most`). */
function isMatch(password, hash, most) {
  try {
    if (hash.startsWith('$2'))
      return bcrypt.compareSync(password, hash) && Buffer.byteLength(password) <= most
    return isWerkzeugMatch(password, hash)
  } catch {
    return false
  }
}

/** Werkzeug writes `method$salt$hex`, with method `scrypt:N:r:p` or `pbkdf2:sha256:iterations`. */
function isWerkzeugMatch(password, stored) {
  const [method = '', salt = '', hex = ''] = stored.split('$')
  const expected = Buffer.from(hex, 'hex')
  const derived = derive(method.split(':'), password, salt, expected.length)
  return derived !== undefined && expected.length > 0 && timingSafeEqual(derived, expected)
}

function derive([name, ...parameters], password, salt, length) {
  if (name === 'scrypt') {
    const [N, r, p] = parameters.map(Number)
    return scryptSync(password, salt, length, { N, r, p, maxmem: 256 * 1024 * 1024 })
  }
  if (name === 'pbkdf2' && parameters[0] === 'sha256') {
    return pbkdf2Sync(password, salt, Number(parameters[1]), length, 'sha256')
  }
  return undefined
}
