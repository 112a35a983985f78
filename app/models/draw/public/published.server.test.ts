import { expect, test } from 'vitest'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { EXAMPLE_JSON } from '#app/allocation/testing/documents.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { comparePublished } from './published.server.ts'

testDatabase()

async function published() {
  const { event } = await drawnEvent(['2,1', '1', '1'], 2)
  const document = await findDrawDocument(event.id, 1)
  if (!document) throw new Error('no document')
  return document
}

test('the document that this server published is told from another one and from a foreign one', async () => {
  const document = await published()
  expect(await comparePublished(formatDrawDocument(document))).toEqual({
    holds: true,
    said: 'This is draw 1 of 1 that this server published.',
  })
  expect(await comparePublished(formatDrawDocument({ ...document, capacity: 9 }))).toEqual({
    holds: false,
    said: 'This server published another document for this draw.',
  })
  expect(await comparePublished(formatDrawDocument({ ...document, draw: 2 }))).toEqual({
    holds: false,
    said: 'This server published no draw 2 of this event.',
  })
  expect(await comparePublished(EXAMPLE_JSON)).toEqual({
    holds: true,
    said: 'This server has no such event.',
  })
})

test('what was set by hand afterwards is no part of the draw, and named where it differs', async () => {
  const document = await published()
  const [code = ''] = document.ranking
  const overrides = [{ code, amount: 0, reason: 'They cannot come' }]
  expect(await comparePublished(formatDrawDocument({ ...document, overrides }))).toEqual({
    holds: true,
    said: `This is draw 1 of 1 that this server published. What was set by hand after the draw differs: ${code}.`,
  })
})
