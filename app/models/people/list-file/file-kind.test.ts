import { expect, test } from 'vitest'
import { decodeList } from './decode-list.ts'
import { readPeople } from './read-people.ts'

const wide = (text: string) => Buffer.from(text, 'utf16le').toString('latin1')

test.each([
  ['an Excel workbook', 'PK\x03\x04…[Content_Types].xml…xl/workbook.xml', /\(\.xlsx\).*CSV UTF-8/],
  ['an old one', `\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${wide('Workbook')}`, /\(\.xls\).*CSV UTF-8/],
  ['one of long ago', '\t\x08\x10\0\0\x06', /\(\.xls\).*CSV UTF-8/],
  ['one with a password', `\xd0\xcf\x11\xe0${wide('EncryptedPackage')}`, /with a password/],
  ['a web page that is called .xls', '\r\n<html xmlns:o="urn"><table>', /web page.*CSV UTF-8/],
  ['one in UTF-16', wide('\uFEFF<table><tr>'), /web page/],
  ['an archive of a web page', 'MIME-Version: 1.0\r\nX', /web page/],
  [
    'a workbook in XML',
    '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    /saved as XML/,
  ],
  [
    'a spreadsheet of LibreOffice',
    'PK\x03\x04…mimetypeapplication/vnd.oasis.opendocument.spreadsheet',
    /\(\.ods\).*UTF-8/,
  ],
  ['a Numbers document', 'PK\x03\x04…Index/Document.iwa', /Numbers.*UTF-8/],
  ['a text document', 'PK\x03\x04…word/document.xml', /text document/],
  ['another archive', 'PK\x03\x04…list.csv', /archive/],
  ['a PDF', '%PDF-1.7', /PDF/],
  ['a picture', '\x89PNG\r\n', /picture/],
  ['contact cards', 'BEGIN:VCARD\nFN:Ann', /contact cards/],
  ['an export of a directory', 'version: 1\n\ndn: cn=Ann,dc=x\nmail: a@x.org', /LDIF/],
  ['JSON', '[{"name":"Ann"}]', /JSON/],
  ['XML', '<?xml version="1.0"?><people>', /XML/],
])('%s is recognized by its bytes and named in the message', (_, bytes, words) => {
  expect(decodeList(Buffer.from(bytes, 'latin1')).problem).toMatch(words)
})

test('a table that only starts like one of them is a table', () => {
  for (const text of ['PK;Name;Email\n1;Ann;a@x.org', 'ID;Prénom;Nom;Mail\n1;Ann;Lee;a@x.org'])
    expect(decodeList(Buffer.from(text)).text).toBe(text)
  expect(readPeople('<a@x.org>, <b@x.org>').rows).toHaveLength(2)
})

test('pasted text is recognized as well', () => {
  expect(readPeople('<table><tr><td>Ann</table>').problem).toMatch(/web page/)
})
