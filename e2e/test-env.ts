import { randomBytes } from 'node:crypto'

/** For every server, command and seed of a test process: a random key, and quick hashes. */
export const TEST_ENV = { SECRET_KEY: randomBytes(32).toString('hex'), PASSWORD_COST: '4' }
