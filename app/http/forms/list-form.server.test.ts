import { expect, test } from 'vitest'
import { readList } from './list-form.server.ts'

function formOf(file: File | undefined, text: string | undefined): FormData {
  const form = new FormData()
  if (file) form.set('file', file)
  if (text !== undefined) form.set('text', text)
  return form
}

const csv = new File([Buffer.from('Jörg,j@example.org', 'latin1')], 'list.csv')
const none = new File([], '')

test('reads the chosen file or the pasted text', async () => {
  expect(await readList(formOf(csv, ''))).toMatchObject({ text: 'Jörg,j@example.org' })
  expect(await readList(formOf(none, 'A,a@example.org'))).toMatchObject({ text: 'A,a@example.org' })
})

test('neither, or both, is reported at the field where it can be fixed', async () => {
  expect(await readList(formOf(none, ' '))).toMatchObject({ field: 'text', text: undefined })
  expect(await readList(formOf(undefined, undefined))).toMatchObject({ field: 'text' })
  expect(await readList(formOf(csv, 'A'))).toMatchObject({
    field: 'file',
    problem: 'Choose a file or paste the list, not both.',
  })
})
