import { SIGNATURE } from '#app/allocation/terms/drand.ts'

/** Characters; drand's answers have some 300. */
const LONGEST = 4096

export type Pasted = { signature: string } | { problem: string }

/**
 * Reads a signature, or the beacon's whole answer in JSON, as somebody pasted it.
 * @returns a signature of which only the form is checked, or what is wrong, in words for people
 */
export function readPasted(pasted: string, round: number): Pasted {
  if (pasted.length > LONGEST)
    return { problem: `This is too long. Paste only the answer for round ${round}.` }
  const text = pasted.trim()
  if (text === '') return { problem: `Paste the answer for round ${round}.` }
  return text.startsWith('{') ? readAnswer(text, round) : readSignature(text)
}

function readAnswer(text: string, round: number): Pasted {
  const answer = parseAnswer(text)
  if (!answer) return { problem: 'Part of this answer is missing or changed. Paste all of it.' }
  if ('round' in answer && answer.round !== round)
    return { problem: `This is not the answer for round ${round}. Check the address.` }
  const { signature } = answer
  return typeof signature === 'string' && signature !== ''
    ? readSignature(signature)
    : { problem: 'There is no signature in this answer.' }
}

function readSignature(text: string): Pasted {
  if (SIGNATURE.test(text)) return { signature: text }
  if (SIGNATURE.test(text.toLowerCase()))
    return { problem: 'A signature is written in lower case. Paste it as it was published.' }
  if (/^[0-9a-f]+$/i.test(text))
    return { problem: `A signature has 96 digits, and this has ${text.length}.` }
  return { problem: 'A signature has 96 digits from 0 to 9 and a to f, and nothing else.' }
}

function parseAnswer(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
