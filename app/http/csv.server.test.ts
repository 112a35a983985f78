import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { type CsvCell, csvStream } from './csv.server.ts'

const csvResponse = (name: string, header: string[], rows: CsvCell[][]) =>
  csvStream(
    name,
    header,
    (async function* () {
      yield rows
    })(),
  )

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

test('cells that would start a formula are defused, and numbers stay numbers', async () => {
  const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', 'a"b,c\nd', 'Zoë']
  const bytes = await bytesOf(csvResponse('x', ['name'], [[...hostile], [0, null, -3]]))
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const [, texts, numbers] = parse(bytes as Buffer, { bom: true, relax_column_count: true })
  expect(texts).toEqual(["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "'\r=1", 'a"b,c\nd', 'Zoë'])
  expect(numbers).toEqual(['0', '', '-3'])
})

test('a formula cannot start after the cell separator of another country, or after blanks', async () => {
  const written = async (cell: string) => {
    const bytes = await bytesOf(csvResponse('x', ['name'], [[cell]]))
    return parse(bytes as Buffer, { bom: true })[1]?.[0]
  }
  expect(await written('Row 5;=1+1')).toBe("Row 5;'=1+1")
  expect(await written('a\n@SUM(A1)\tb;  -1')).toBe("a\n'@SUM(A1)\tb;'  -1")
  expect(await written('  =1+1')).toBe("'  =1+1")
  expect(await written('\0=1')).toBe("'\0=1")
  for (const plain of ['Anna; Max', 'two\n\nlines', '4-2', 'a+b@example.org'])
    expect(await written(plain)).toBe(plain)
})

test('the file name has only letters and digits', () => {
  const disposition = csvResponse('Zoë"; x=\r\ny', [], []).headers.get('Content-Disposition')
  expect(disposition).toBe('attachment; filename="zoe-x-y.csv"')
})
