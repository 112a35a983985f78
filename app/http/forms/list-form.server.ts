import {
  decodeList,
  isTooLong,
  type ListText,
  sayTooLong,
} from '#app/models/people/list-file/decode-list.ts'

export async function readList(form: FormData): Promise<ListText & { field: 'file' | 'text' }> {
  const file = form.get('file')
  const text = form.get('text')
  const isPasted = typeof text === 'string' && text.trim() !== ''
  if (file instanceof File && file.size > 0) {
    const problem = 'Choose a file or paste the list, not both.'
    if (isPasted) return { text: undefined, problem, field: 'file' }
    return { ...decodeList(new Uint8Array(await file.arrayBuffer())), field: 'file' }
  }
  if (!isPasted)
    return { text: undefined, problem: 'Choose a file, or paste the list.', field: 'text' }
  if (isTooLong(text)) return { text: undefined, problem: sayTooLong, field: 'text' }
  return { text, notes: [], problem: undefined, field: 'text' }
}
