// `npm run words`: writes everything that pages and mails say into docs/words.txt, to be read as a whole.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { root, say } from './shell.mjs'
import { WORDS_FILE, writeWords } from './words/write.mjs'

writeFileSync(path.join(root, WORDS_FILE), writeWords())
say(`${WORDS_FILE} is up to date`)
