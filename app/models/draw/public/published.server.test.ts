import { expect, test, vi } from 'vitest'
import {
  type DrawDocument,
  parseJson,
  readDrawDocument,
} from '#app/allocation/document/document.ts'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { identityOf } from '#app/allocation/document/identity.ts'
import { EXAMPLE_JSON } from '#app/allocation/testing/documents.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import * as verify from '#app/routes/verify.tsx'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { submit } from '#app/testing/routes.ts'
import { comparePublished } from './published.server.ts'

testDatabase()

const compare = (document: DrawDocument) => comparePublished(identityOf(document))

async function published() {
  const { event } = await drawnEvent(['2,1', '1', '1'], 2)
  const document = await findDrawDocument(event.id, 1)
  if (!document) throw new Error('no document')
  return document
}

test('the document that this server published is told from another one and from a foreign one', async () => {
  const document = await published()
  expect(await compare(document)).toEqual({
    holds: true,
    said: 'This is draw 1 of 1 that this server published.',
  })
  expect(await compare({ ...document, capacity: 9 })).toEqual({
    holds: false,
    said: 'This server published another document for this draw.',
  })
  expect(await compare({ ...document, draw: 2 })).toEqual({
    holds: false,
    said: 'This server published no draw 2 of this event.',
  })
  expect(await compare(readDrawDocument(parseJson(EXAMPLE_JSON)))).toEqual({
    holds: true,
    said: 'This server has no such event.',
  })
})

test('what was set by hand afterwards is no part of the draw, and named where it differs', async () => {
  const document = await published()
  const [code = ''] = document.ranking
  const overrides = [{ code, amount: 0, reason: 'They cannot come' }]
  expect(await compare({ ...document, overrides })).toEqual({
    holds: true,
    said: `This is draw 1 of 1 that this server published. What was set by hand after the draw differs: ${code}.`,
  })
})

test('the sequence of pins and results is no part of what a document is', async () => {
  const document = await published()
  const result = new Map([...document.result].reverse())
  expect(await compare({ ...document, result })).toMatchObject({ holds: true })
})

test('a press on the page reads the document once, where it is checked', async () => {
  const text = formatDrawDocument(await published())
  const parse = vi.spyOn(JSON, 'parse')
  const answer = await submit(verify.action, { form: { document: text } })
  const reads = parse.mock.calls.filter(([parsed]) => parsed === text)
  parse.mockRestore()
  const said = (await answer.json()) as { published: unknown; verification: object }
  expect(said.published).toEqual({
    holds: true,
    said: 'This is draw 1 of 1 that this server published.',
  })
  expect(said.verification).not.toHaveProperty('identity')
  expect(reads).toHaveLength(1)
})
