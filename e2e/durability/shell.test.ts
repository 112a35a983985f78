import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { askShell, findDamage, withCopy } from './shell.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'tickets-shell-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fill(name: string): string {
  const file = path.join(folder, name)
  askShell(file, 'CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)')
  askShell(file, 'CREATE TABLE asks (person INTEGER REFERENCES people, note TEXT)')
  askShell(file, `INSERT INTO people (name) VALUES ('O''Hara, "Ann"'), (NULL)`)
  askShell(
    file,
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
      INSERT INTO asks SELECT 1, hex(randomblob(100)) FROM n`,
  )
  return file
}

test('the reader reads', () => {
  const file = fill('whole.db')
  expect(askShell(file, 'SELECT id, name FROM people ORDER BY id')).toEqual([
    { id: 1, name: `O'Hara, "Ann"` },
    { id: 2, name: null },
  ])
  expect(askShell(file, 'SELECT 1 WHERE 0')).toEqual([])
  expect(withCopy(file, findDamage)).toEqual([])
  expect(() => askShell(file, 'SELECT * FROM nowhere')).toThrow('no such table')
})

test('(control) the reader finds a foreign key that leads nowhere, and a spoilt page', () => {
  const orphaned = fill('orphaned.db')
  askShell(orphaned, 'DELETE FROM people WHERE id = 1')
  expect(findDamage(orphaned)).toContain('a row of asks points to no row of people')

  const spoilt = fill('spoilt.db')
  const bytes = readFileSync(spoilt)
  bytes.fill(0xff, bytes.length - 4096)
  writeFileSync(spoilt, bytes)
  expect(() => expect(findDamage(spoilt)).toEqual([])).toThrow()
})
