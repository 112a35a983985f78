import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { collectWords } from './collect.mjs'
import { WORDS_FILE, writeWords } from './write.mjs'

const page = `
import { a } from 'not read'
export const meta = () => [{ title: 'Your event' }]
const query = sql\`SELECT one FROM many\`
logger.info('Only for the log of the server')
throw new Error('Only for who reads the code')
export default () => (
  <form className="narrow form" method="post">
    <p>
      You have {sayCount(given, 'ticket')}. <strong>Keep</strong> this
      page{isOpen ? ' and ask again' : null}.
    </p>
    <label htmlFor="name" title="As friends call you">Name</label>
    {problem ? <p>Something is wrong with {problem.what}.</p> : null}
    {saved && 'It is saved.'}
  </form>
)`

test('finds what people read, a line for each sentence or label, and nothing else', () => {
  expect(collectWords('app/routes/page.tsx', page)).toEqual([
    'Your event',
    'You have {given} ticket. Keep this page[ and ask again].',
    'As friends call you',
    'Name',
    'Something is wrong with {problem.what}.',
    'It is saved.',
  ])
})

test('docs/words.txt is up to date (npm run words)', () => {
  expect(readFileSync(WORDS_FILE, 'utf8')).toBe(writeWords())
})
