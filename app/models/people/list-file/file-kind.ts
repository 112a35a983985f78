const AGAIN = 'and choose that file here.'
const EXCEL = `In Excel choose File, Save As, “CSV UTF-8 (Comma delimited)”, ${AGAIN}`
const OTHERS = `Export the list as CSV from the program that made it, ${AGAIN}`

const words = {
  xlsx: `This is an Excel workbook (.xlsx). ${EXCEL}`,
  locked: `This is an Excel workbook with a password. ${EXCEL}`,
  xls: `This is an old Excel workbook (.xls). ${EXCEL}`,
  xmlSheet: `This is an Excel workbook saved as XML. ${EXCEL}`,
  page: `This is a web page, even if its name ends in .xls. Open it in a spreadsheet program, save it there as “CSV UTF-8”, ${AGAIN}`,
  ods: `This is a LibreOffice or OpenOffice spreadsheet (.ods). There choose File, Save As, “Text CSV” with the character set UTF-8, ${AGAIN}`,
  numbers: `This is a Numbers or Pages document. There choose File, Export To, CSV, with the text encoding UTF-8, ${AGAIN}`,
  word: `This is a text document, not a list. Copy the list from it and paste it here.`,
  zip: 'This is an archive (.zip or similar). Unpack it, and choose the list inside.',
  pdf: `This is a PDF. ${OTHERS}`,
  picture: `This is a picture. ${OTHERS}`,
  contacts: `These are contact cards (.vcf). Export the contacts as CSV, ${AGAIN}`,
  directory: `This is an export of a directory (LDIF). Export it as CSV with the columns mail, givenName and sn, ${AGAIN}`,
  data: `This is JSON. ${OTHERS}`,
  markup: `This is XML. ${OTHERS}`,
}

/** In Latin-1. */
const SIGNATURES: [start: string, kind: keyof typeof words][] = [
  ['\t\x02', 'xls'],
  ['\t\x04', 'xls'],
  ['\t\x08', 'xls'],
  ['%PDF', 'pdf'],
  ['{\\rtf', 'word'],
  ['\x1f\x8b', 'zip'],
  ['7z\xbc\xaf', 'zip'],
  ['Rar!', 'zip'],
  ['\x89PNG', 'picture'],
  ['\xff\xd8\xff', 'picture'],
  ['GIF8', 'picture'],
  ['RIFF', 'picture'],
]

export function refuseBytes(bytes: Uint8Array): string | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = file.subarray(0, 64).toString('latin1')
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06'))
    return words[kindOfZip(file)]
  if (start.startsWith('\xd0\xcf\x11\xe0')) return words[kindOfCompound(file)]
  const kind = SIGNATURES.find(([signature]) => start.startsWith(signature))?.[1]
  return kind && words[kind]
}

/** A ZIP file stores the names of its files uncompressed. */
function kindOfZip(file: Buffer): keyof typeof words {
  if (file.includes('opendocument.spreadsheet')) return 'ods'
  if (file.includes('xl/')) return 'xlsx'
  if (file.includes('.iwa')) return 'numbers'
  if (file.includes('word/') || file.includes('opendocument.text')) return 'word'
  return 'zip'
}

/** Microsoft's compound files name their parts in UTF-16. */
function kindOfCompound(file: Buffer): keyof typeof words {
  const has = (part: string) => file.includes(Buffer.from(part, 'utf16le'))
  if (has('EncryptedPackage')) return 'locked'
  return has('WordDocument') ? 'word' : 'xls'
}

const TEXTS: [start: RegExp, kind: keyof typeof words][] = [
  [/^<\?xml[\s\S]*?urn:schemas-microsoft-com:office:spreadsheet/i, 'xmlSheet'],
  [/^(?:<\?xml[^>]*>\s*)?(?:<!--|<!doctype html|<html|<head|<meta|<table|<style)/i, 'page'],
  [/^MIME-Version:/i, 'page'],
  [/^<\?xml/i, 'markup'],
  [/^BEGIN:VCARD/i, 'contacts'],
  [/^(?:#[^\n]*\n|\s|version: 1)*dn: /, 'directory'],
  [/^(?:\{\s*"|\[\s*[{"[])/, 'data'],
]

export function refuseText(text: string): string | undefined {
  const start = text.slice(0, 2000).trimStart()
  const kind = TEXTS.find(([pattern]) => pattern.test(start))?.[1]
  return kind && words[kind]
}
