import { readSources } from '../checks/sources.mjs'
import { collectWords } from './collect.mjs'

export const WORDS_FILE = 'docs/words.txt'

const READ =
  /^app\/(?!.*\/testing\/|testing\/|allocation\/exact\/|models\/demo\/).*(?<!\.test)\.tsx?$/

/** @returns {string} one paragraph for each file that has words */
export function writeWords() {
  return readSources(['app'])
    .filter(({ file }) => READ.test(file))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, text }) => ({ file, words: collectWords(file, text) }))
    .filter(({ words }) => words.length > 0)
    .map(({ file, words }) => `${file}\n${words.map(line => `  ${line}\n`).join('')}`)
    .join('\n')
}
