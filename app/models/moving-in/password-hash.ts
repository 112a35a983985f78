/** Forms that password-worker.js checks, within bounds that cannot stall it. */
const SCRYPT = /^scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2})\$[^$]{1,64}\$(?:[0-9a-f]{2}){16,128}$/
const PBKDF2 = /^pbkdf2:sha256:(\d{1,7})\$[^$]{1,64}\$(?:[0-9a-f]{2}){16,64}$/
const LARGEST = { N: 2 ** 17, r: 16, p: 4, iterations: 2_000_000 }

export function isKeptHash(hash: string): boolean {
  const scrypt = SCRYPT.exec(hash)?.slice(1).map(Number)
  if (scrypt) {
    const [N = 0, r = 0, p = 0] = scrypt
    const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N))
    return isPowerOfTwo && N <= LARGEST.N && r >= 1 && r <= LARGEST.r && p >= 1 && p <= LARGEST.p
  }
  const iterations = Number(PBKDF2.exec(hash)?.[1] ?? 0)
  return iterations >= 1 && iterations <= LARGEST.iterations
}
