import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST_ROWS, readPeople } from './read-people.ts'

/** Rows as "line: name <email> role" or "line: problem". */
function said(text: string): string[] {
  const list = readPeople(text)
  if (!list.rows) return [list.problem]
  return list.rows.map(({ line, person, problem }) =>
    person ? `${line}: ${person.name} <${person.email}> ${person.role}` : `${line}: ${problem}`,
  )
}

const notesOf = (text: string) => {
  const list = readPeople(text)
  return list.rows ? list.notes : [list.problem]
}

describe('a list of people', () => {
  test('is read by the names of its columns, in any order and case', () => {
    expect(
      said('Role,E-Mail,NAME\norganizer,Ada@Example.org,Ada Byron\n,ben@example.org,Ben'),
    ).toEqual(['2: Ada Byron <ada@example.org> organizer', '3: Ben <ben@example.org> member'])
  })

  test('needs no column names, and says how it read the columns', () => {
    const text = 'Ada,ada@example.org,admin\nBen,ben@example.org'
    expect(said(text)).toEqual([
      '1: Ada <ada@example.org> admin',
      '2: Ben <ben@example.org> member',
    ])
    expect(notesOf(text)[0]).toMatch(/There are no column headings/)
  })

  test('may be separated by semicolons, tabs or bars, and may say which', () => {
    for (const mark of [',', ';', '\t', '|'])
      expect(said(`name${mark}email\nAda${mark}ada@example.org`)).toEqual([
        '2: Ada <ada@example.org> member',
      ])
    expect(said('sep=;\nname;email\nAda, B;ada@example.org')).toEqual([
      '3: B Ada <ada@example.org> member',
    ])
  })

  test('may start with a byte order mark, use any line ends and hold empty lines', () => {
    expect(
      said(
        '\uFEFFname,email\r\n\r\nAda,ada@example.org\r\n,,\r\nBen,ben@example.org\rCy,cy@example.org\n\n',
      ),
    ).toEqual([
      '3: Ada <ada@example.org> member',
      '5: Ben <ben@example.org> member',
      '6: Cy <cy@example.org> member',
    ])
  })

  test('keeps commas and quotation marks inside quoted cells', () => {
    expect(
      said('name,email\n"Byron, Ada ""Augusta""",ada@example.org\nAnn "Nan" Lee,nan@example.org'),
    ).toEqual([
      '2: Ada "Augusta" Byron <ada@example.org> member',
      '3: Ann "Nan" Lee <nan@example.org> member',
    ])
  })

  test('says which columns it leaves out, and that everyone becomes a member without roles', () => {
    expect(notesOf('name,email,phone\nAda,ada@example.org,1')).toEqual([
      'Name from “name”, email address from “email”.',
      'Columns left out: phone.',
      'There is no column “Role”, so everyone becomes a member.',
    ])
  })
})

describe('a wrong row is reported with its line and the reason', () => {
  test.each([
    ['without a name', ',ada@example.org', 'Enter a name.'],
    ['without a mail address', 'Ada,', 'Enter an email address such as name@example.org.'],
    ['with half a mail address', 'Ada,ada@', 'Enter an email address such as name@example.org.'],
    [
      'with an unknown role',
      'Ada,ada@example.org,Boss',
      '“boss” is not a role. Use member, organizer or admin.',
    ],
    [
      'with a name of 201 letters',
      `${'x'.repeat(201)},a@example.org`,
      'Too long: at most 200 characters.',
    ],
    [
      'with a line break in the name',
      '"Ada\nByron",a@example.org',
      'Contains characters that cannot be shown.',
    ],
    [
      'with a control character in the name',
      'A\u0007da,a@example.org',
      'Contains characters that cannot be shown.',
    ],
    [
      'with too many columns',
      'Byron, Ada,ada@example.org,member',
      'This row has more columns than the others. Remove the extra comma, or put the cell that has it in quotation marks.',
    ],
    [
      'with a formula for a name',
      '=1+1,a@example.org',
      'The name begins with “=”, like a formula.',
    ],
    [
      'with another formula for a name',
      '"@SUM(A1)",a@example.org',
      'The name begins with “@”, like a formula.',
    ],
  ])('%s', (_, row, problem) => {
    expect(said(`name,email,role\nFine,fine@example.org,\n${row}\nLast,last@example.org,`)).toEqual(
      [
        '2: Fine <fine@example.org> member',
        `3: ${problem}`,
        expect.stringMatching(/^[45]: Last <last@example.org> member$/),
      ],
    )
  })

  test('when an earlier good row has the same mail address', () => {
    expect(
      said('name,email,role\nBad,a@example.org,boss\nA,a@example.org,\nB,A@Example.org,admin'),
    ).toEqual([
      '2: “boss” is not a role. Use member, organizer or admin.',
      '3: A <a@example.org> member',
      '4: The same email address as line 3.',
    ])
  })
})

describe('a whole list is refused', () => {
  test.each([
    ['when it is empty', ' \n\n', 'There is nobody in this list.'],
    ['when it has only names of columns', 'name,email\n', 'There is nobody in this list.'],
    [
      'without a column of mail addresses',
      'name,role\nAda,admin',
      'It is not clear which column has the email addresses. The columns are “name”, “role”. Rename it to “Email”.',
    ],
    [
      'with a quotation mark that stays open',
      'name,email\nA,a@example.org\n"Ada,ada@example.org\nB,b@example.org',
      'A quotation mark after line 2 is opened and never closed.',
    ],
    [
      'with text after a closing quotation mark',
      'name,email\n"Ada" B,ada@example.org',
      'Line 2 cannot be read. Put a cell with a quotation mark in quotation marks, and write the mark inside twice.',
    ],
  ])('%s', (_, text, problem) => {
    expect(said(text)).toEqual([problem])
  })

  test('when it is longer than anybody reads', () => {
    const rows = Array.from({ length: MOST_ROWS + 1 }, (_, i) => `P,p${i}@example.org`)
    expect(said(rows.join('\n'))[0]).toMatch(/at most 5000/)
  })
})

test('any text gives rows or a problem, and no row comes from nowhere', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), text => {
      const list = readPeople(text)
      if (!list.rows) return list.problem.length > 0
      const lines = text.split(/\r\n?|\n/).length
      return list.rows.every(row => row.line >= 1 && row.line <= lines)
    }),
    { numRuns: 500 },
  )
})
