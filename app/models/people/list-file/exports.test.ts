import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decodeList } from './decode-list.ts'
import { readPeople } from './read-people.ts'

/** Notes, and rows as "line: name <email>" or "line: problem". */
function read(text: string) {
  const list = readPeople(text)
  if (!list.rows) return { notes: [], rows: [list.problem] }
  const rows = list.rows.map(({ line, person, problem }) =>
    person ? `${line}: ${person.name} <${person.email}>` : `${line}: ${problem}`,
  )
  return { notes: list.notes, rows }
}

function readFile(name: string) {
  const list = decodeList(readFileSync(`app/testing/people-lists/${name}`))
  if (list.text === undefined) return { notes: [], rows: [list.problem] }
  const { notes, rows } = read(list.text)
  return { notes: [...list.notes, ...notes], rows }
}

describe('the list of', () => {
  test.each([
    [
      'Google Workspace',
      'First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Recovery Email,New Primary Email [UPLOAD ONLY]\nZoé,Roux,z@x.org,****,old@x.org,new@x.org',
    ],
    [
      'Google Contacts',
      'First Name,Middle Name,Last Name,Phonetic First Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value\nZoé,,Roux,,* Work,z@x.org ::: zz@x.org,,z2@x.org',
    ],
    [
      'Google Contacts of earlier years',
      'Name,Given Name,Additional Name,Family Name,E-mail 1 - Type,E-mail 1 - Value\nZoé Marie Roux,Zoé,Marie,Roux,Work,z@x.org',
    ],
    [
      'the Microsoft 365 admin centre',
      'Block credential,Display name,First name,Last name,Alternate email address,User principal name\nFalse,Roux (Sales),Zoé,Roux,private@x.org,z@x.org',
    ],
    [
      'Entra',
      'userPrincipalName,displayName,surname,mail,givenName,id,userType\nz_x.org#EXT#@corp.onmicrosoft.com,ROUX Zoé,Roux,z@x.org,Zoé,1,Guest',
    ],
    [
      'Entra with only names to show',
      'userPrincipalName,displayName,surname,mail,givenName\nz@x.org,Zoé Roux,,,',
    ],
    [
      'Okta',
      'Login,First name,Last name,Primary email,Secondary email,Status\nzoe,Zoé,Roux,z@x.org,private@x.org,ACTIVE',
    ],
    [
      'Okta by attributes',
      'user.login,user.firstName,user.lastName,user.email\nz,Zoé,Roux,z@x.org',
    ],
    ['Moodle', 'username,firstname,lastname,email,course1\nzoe,Zoé,Roux,z@x.org,C1'],
    [
      'Moodle participants',
      'First name,Surname,ID number,Email address,Groups\nZoé,Roux,7,z@x.org,',
    ],
    [
      'Outlook contacts',
      'Title,First Name,Middle Name,Last Name,E-mail Address,E-mail Display Name,E-mail 2 Address\n,Zoé,,Roux,z@x.org,Roux (z@x.org),z2@x.org',
    ],
    [
      'Eventbrite',
      'Order #,Order Date,First Name,Last Name,Email,Quantity,Buyer Email\n1,2026-01-01,Zoé,Roux,z@x.org,1,b@x.org',
    ],
    ['Mailchimp', 'Email Address,First Name,Last Name,MEMBER_RATING\nz@x.org,Zoé,Roux,2'],
    ['LDAP', 'dn,cn,sn,givenName,mail\n"cn=Zoé Roux,dc=x",Zoé Roux,Roux,Zoé,z@x.org'],
    ['a German club', 'Nr.;Name;Vorname;E-Mail-Adresse\n1;Roux;Zoé;z@x.org'],
    ['a German office', 'Nachname;Vorname;E-Mail (geschäftlich)\nRoux;Zoé;z@x.org'],
    ['a German shop', 'Vor- und Nachname;E-Mail\nZoé Roux;z@x.org'],
    ['a French club', 'Nom;Prénom;Adresse e-mail\nRoux;Zoé;z@x.org'],
    ['a French office', 'Prénom;Nom de famille;Courriel\nZoé;Roux;z@x.org'],
    ['a Spanish club', 'Nombre;Apellidos;Correo electrónico\nZoé;Roux;z@x.org'],
    ['an Italian club', 'Cognome;Nome;Indirizzo email\nRoux;Zoé;z@x.org'],
    ['a Dutch club', 'Voornaam;Tussenvoegsel;Achternaam;E-mailadres\nZoé;;Roux;z@x.org'],
    ['a Portuguese club', 'Nome;Sobrenome;Correio eletrónico\nZoé;Roux;z@x.org'],
    ['one column', 'Name,Email\n"Roux, Zoé",z@x.org'],
    ['one column with its order in the heading', 'Nachname, Vorname\tMail\nRoux, Zoé\tz@x.org'],
    [
      'headings in Unicode that is taken apart',
      'Pre\u0301nom;Nom;Courriel\nZoe\u0301;Roux;z@x.org',
    ],
  ])('%s gives first and last names and the address that reaches people', (_, text) => {
    expect(read(text).rows).toEqual(['2: Zoé Roux <z@x.org>'])
  })

  test('a Dutch club keeps the particle between the names', () => {
    const text = 'Voornaam;Tussenvoegsel;Achternaam;E-mail\nAnna;van der;Berg;a@x.org'
    expect(read(text).rows).toEqual(['2: Anna van der Berg <a@x.org>'])
  })

  test('a program in another language, with an unknown heading, says what to rename', () => {
    expect(read('Jméno;Email\nAnna;a@x.org').rows).toEqual([
      'It is not clear which column has the names. The columns are “Jméno”, “Email”. Rename it to “Name”, or use two columns, “First name” and “Last name”.',
    ])
    expect(read('Name;Kontakt\nAnna;a@x.org').rows[0]).toMatch(/Rename it to “Email”/)
    expect(read('Ime;Priimek;Kontakt\nAnna;Berg;a@x.org').rows[0]).toMatch(/Add a first line/)
  })

  test('addresses under a heading gives names made from them, and asks for a check', () => {
    const { rows, notes } = read(
      'Members\n\nEmail address,Nickname,Group status\nann.lee@x.org,,member',
    )
    expect(rows).toEqual(['4: Ann Lee <ann.lee@x.org>'])
    expect(notes).toContain(
      'Missing names were made from the email address. Check them, for example line 4: “Ann Lee”.',
    )
    expect(notes).toContain('The headings are on line 3. The lines above it are left out.')
  })
})

describe('a file as a program saved it', () => {
  test('is read by its headings, which a note names', () => {
    const outlook = readFile('03-outlook-contacts.csv')
    expect(outlook.rows).toEqual([
      "2: Maeve O'Neil <maeve.oneil@example.org>",
      '5: Tom Abara <tom.abara@example.org>',
    ])
    expect(outlook.notes[0]).toBe(
      'Name from “First Name” and “Last Name”, email address from “E-mail Address”, or else “E-mail 2 Address”.',
    )
    expect(readFile('04-google-workspace.csv').rows[1]).toBe(
      '3: Paul von Hagen <paul.hagen@corp.example>',
    )
    expect(readFile('06-m365-active-users.csv').rows).toEqual([
      '2: Rita Moreno <rita.m@corp.example>',
    ])
    expect(readFile('17-german-name-vorname.csv').rows).toEqual([
      '2: Anna Schmidt <anna.schmidt@verein.example>',
      '3: Bernd Schmidt <bernd.schmidt@verein.example>',
    ])
    expect(readFile('19-title-row.csv').rows).toEqual(['4: Ida Berg <ida.berg@verein.example>'])
  })

  test.each([
    ['18-french.csv', '2: Zoé Lefèvre <zoe.lefevre@asso.example>', 'Western European (Windows)'],
    ['20-macroman.csv', '2: Jürgen Müller <jm@mac.example>', 'Western European (Mac)'],
    ['21-cp850-msdos.csv', '2: Jürgen Größer <jg@dos.example>', 'Western European (MS-DOS)'],
  ])('in an old encoding (%s) is guessed, and a note asks for a check', (file, row, encoding) => {
    const { rows, notes } = readFile(file)
    expect(rows[0]).toBe(row)
    expect(notes[0]).toContain(
      `it was read as ${encoding}. Check that names with accents look right`,
    )
    expect(notes[0]).toContain('line 2: “')
  })

  test('with one damaged letter is refused, with its line', () => {
    expect(readFile('24-one-bad-byte.csv').rows).toEqual([
      'Line 3 has a damaged letter: “Ren? Petit,rp@mix.example”. The rest is UTF-8. Correct it where the list comes from, and save it as “CSV UTF-8” again.',
    ])
  })

  test('loses invisible characters and marks around its addresses', () => {
    expect(readFile('25-invisible.csv').rows).toEqual([
      '2: Ann Nbsp <ann.nbsp@corp.example>',
      '3: Zed Zwsp <zed@corp.example>',
      '4: Bom Mid <bommid@corp.example>',
      '5: Mail To <mt@corp.example>',
      '6: Angle Br <ab@corp.example>',
      '7: There are two email addresses here. Keep one.',
      '8: The email address has a curly apostrophe. Type a straight one.',
      "9: Straight Q <sean.o'neil@corp.example>",
      '10: Dot End <dot@corp.example>',
      '11: This row has more columns than the others. Remove the extra comma, or put the cell that has it in quotation marks.',
      '12: Write the part after the @ in ASCII: xn--mller-kva.example.',
      '13: Puny <info@xn--mller-kva.example>',
      '14: Email can’t be sent to an address with accents or other scripts before the @.',
      '15: Plus <tester+tickets@corp.example>',
      '16: Upper <ann.upper@corp.example>',
      '17: The same email address as line 16.',
      '18: Enter an email address such as name@example.org.',
      '19: Slash <a/b@corp.example>',
      '20: Amp <ben&jerry@corp.example>',
      '21: Under <_x_@corp.example>',
      '22: Long Tld <a@b.photography>',
      '23: Sub <a@mail.sub.corp.co.uk>',
    ])
  })

  test('without headings, of recipients, or of addresses alone, is read by its content', () => {
    expect(readFile('36-email-first-headerless.csv')).toEqual({
      notes: [
        'There are no column headings: column 2 is taken as the name, column 1 as the email address.',
      ],
      rows: ['1: Carl One <c1@only.example>', '2: Carl Two <c2@only.example>'],
    })
    expect(readFile('35-recipient-list.txt').rows).toEqual([
      '1: Ann Lee <ann.lee@only.example>',
      '1: Bob Ray <bob.ray@only.example>',
    ])
    expect(readFile('34-only-emails.txt').rows).toEqual([
      '1: Ann1 <ann1@only.example>',
      '2: Bob1 <bob1@only.example>',
    ])
  })

  test('with a quotation mark that stays open names the line', () => {
    expect(readFile('26-names.csv').rows).toEqual([
      'A quotation mark after line 15 is opened and never closed.',
    ])
  })
})

describe('in a table', () => {
  test.each([
    '#NAME?',
    '#REF!',
    '#N/A',
    '#BEZUG!',
    '#NV',
    '#DIV/0!',
    '0',
    'null',
    'NULL',
    '-',
    'n/a',
    '17',
  ])('%s is not a name', name => {
    expect(read(`Name,Email\nFine,f@x.org\n${name},a@x.org`).rows[1]).toBe(
      `3: “${name}” is not a name.`,
    )
  })

  test('a missing half of a name is left out, but a failed formula is an error', () => {
    const text =
      'First name,Last name,Email\nAnn,-,a@x.org\nnull,Lee,b@x.org\nChristopher,Null,c@x.org\nDi,#REF!,d@x.org'
    expect(read(text).rows).toEqual([
      '2: Ann <a@x.org>',
      '3: Lee <b@x.org>',
      '4: Christopher Null <c@x.org>',
      '5: “#REF!” is not a name.',
    ])
  })

  test('“Last, First” is turned around, but a suffix is not', () => {
    const { rows, notes } = read(
      'Name;Email\nLee, Ann;a@x.org\nKing, Jr.;b@x.org\nAcme, Inc;c@x.org\nRay, Bob, MD;d@x.org',
    )
    expect(rows).toEqual([
      '2: Ann Lee <a@x.org>',
      '3: King, Jr. <b@x.org>',
      '4: Acme, Inc <c@x.org>',
      '5: Ray, Bob, MD <d@x.org>',
    ])
    expect(notes).toContain(
      'Names written “Last, First” were turned around, for example line 2: “Ann Lee”.',
    )
  })

  test('totals, repeated headings and lines that name nobody are left out and reported', () => {
    const { rows, notes } = read(
      'Staff; as of 1 May\nName;Email;Seats\nAnn;a@x.org;2\nName;Email;Seats\nBob;b@x.org;1\n;;3\nTotal: 2 people;;3',
    )
    expect(rows).toEqual(['3: Ann <a@x.org>', '5: Bob <b@x.org>'])
    expect(notes).toContain('Left out because there is no name: lines 4, 6, 7.')
  })

  test('a title above may hold an address, and the list may use another separator', () => {
    const text = 'Members, friends and family (office@x.org)\nName;Email\nAnn;a@x.org\nBob;b@x.org'
    expect(read(text).rows).toEqual(['3: Ann <a@x.org>', '4: Bob <b@x.org>'])
  })

  test("a guest's sign-in name is not an address", () => {
    expect(read('Name,UPN\nAnn,ann_x.org#EXT#@corp.onmicrosoft.com').rows[0]).toMatch(/guest/)
  })

  test('letters damaged earlier are pointed out', () => {
    for (const name of ['JÃ¼rgen', 'J?rgen'])
      expect(read(`Name,Email\n${name},a@x.org`).notes.at(-1)).toContain(`line 2: “${name}”`)
    expect(read('Name,Email\nJürgen,a@x.org').notes.join()).not.toContain('damaged')
  })
})

describe('recipients of a mail', () => {
  test.each([
    ['commas and quotation marks', '"Lee, Ann" <a@x.org>, Bob Ray <b@x.org>'],
    ['a comma inside a name', 'Lee, Ann <a@x.org>; Bob Ray <b@x.org>'],
    ['line ends', 'Ann Lee <a@x.org>\r\nBob Ray <b@x.org>;\r\n'],
    ['blanks only', 'Ann Lee a@x.org\nBob Ray b@x.org'],
    ['names after addresses', 'a@x.org (Ann Lee), b@x.org (Bob Ray)'],
  ])('are read with %s', (_, text) => {
    const people = read(text).rows.map(row => row.replace(/^\d+: /, ''))
    expect(people).toEqual(['Ann Lee <a@x.org>', 'Bob Ray <b@x.org>'])
  })

  test('may be addresses alone, however they are separated', () => {
    for (const mark of [', ', ';', ' ', '\n'])
      expect(read(['ann.lee@x.org', '<bob@x.org>'].join(mark)).rows.map(r => r.slice(3))).toEqual([
        'Ann Lee <ann.lee@x.org>',
        'Bob <bob@x.org>',
      ])
  })

  test('keep a mistyped one as a wrong row', () => {
    const text = 'A <a@x.org>; B <b@x.org>; C <c@x.org>; D <d@x.org>; nobody'
    expect(read(text).rows.at(-1)).toBe('1: Enter an email address such as name@example.org.')
  })
})
