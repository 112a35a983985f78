import fc from 'fast-check'
import { fieldName, oddText } from './values.ts'

export type Body = { type: string | undefined; bytes: Buffer }

const FORM = 'application/x-www-form-urlencoded'
const charset = fc.constantFrom(
  ...[
    '',
    '',
    '; charset=utf-8',
    '; charset=utf-16',
    '; charset=utf-7',
    '; charset=shift_jis',
    '; charset="',
    ';',
  ],
)

const pairs = (known: string[]) =>
  fc
    .array(fc.tuple(fieldName(known), oddText), { maxLength: 12 })
    .map(list => new URLSearchParams(list).toString())

/** Broken encodings: bytes beyond UTF-8, halves of escapes, too many separators. */
const broken = (known: string[]) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...['%', '%zz', '%c0%af', '%ed%a0%80', '%ff', '%00', '+', '&', '=', ';', '%EF%BB%BF'],
        ),
        fc.constantFrom(...known),
        fc.string({ unit: 'binary', maxLength: 5 }),
      ),
      { maxLength: 30 },
    )
    .map(list => list.join(''))

const urlencoded = (known: string[]): fc.Arbitrary<Body> =>
  fc
    .tuple(fc.oneof(pairs(known), broken(known)), charset)
    .map(([text, set]) => ({ type: FORM + set, bytes: Buffer.from(text, 'utf8') }))

const headerLine = (known: string[]) =>
  fc.oneof(
    fieldName(known).map(
      name => `Content-Disposition: form-data; name="${name.replace(/[\r\n]/g, '')}"`,
    ),
    fc.constantFrom(
      'Content-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv',
      'Content-Disposition: form-data; name="name"; filename="../../x"',
      "Content-Disposition: form-data; name*=utf-8''n%61me",
      'Content-Disposition: form-data; name=name',
      'Content-Disposition: form-data; name="a"; name="b"',
      'Content-Disposition: attachment; name="a"',
      'Content-Disposition: form-data',
      'Content-Type: text/plain; charset=utf-16\r\nContent-Disposition: form-data; name="name"',
      'Content-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name="name"',
      `Content-Disposition: form-data; name="name"\r\nX: ${'a'.repeat(9000)}`,
      'X-Nothing: 1',
      '',
    ),
  )

const border = fc.constantFrom(
  'b',
  '----WebKitFormBoundaryx',
  'a'.repeat(70),
  "'()+_,-./:=?",
  'a'.repeat(200),
)

/** Multipart forms, as browsers make them and as nobody does; most have their end. */
const parts = (known: string[]): fc.Arbitrary<Body> =>
  fc
    .record({
      border,
      parts: fc.array(fc.tuple(headerLine(known), oddText), { maxLength: 6 }),
      line: fc.constantFrom('\r\n', '\r\n', '\r\n', '\n'),
      before: fc.constantFrom('', '', 'preamble\r\n', '\r\n'),
      end: fc.constantFrom('--\r\n', '--\r\n', '--', '', '--x'),
      quote: fc.boolean(),
    })
    .map(form => {
      const { border, line } = form
      const text = form.parts.map(
        ([head, value]) => `--${border}${line}${head}${line}${line}${value}${line}`,
      )
      const name = form.quote || /[^\w-]/.test(border) ? `"${border}"` : border
      return {
        type: `multipart/form-data; boundary=${name}`,
        bytes: Buffer.from(`${form.before}${text.join('')}--${border}${form.end}`, 'utf8'),
      }
    })

const other: fc.Arbitrary<Body> = fc
  .tuple(
    fc.constantFrom(
      ...[
        undefined,
        '',
        FORM,
        FORM.toUpperCase(),
        'multipart/form-data',
        'multipart/form-data; boundary=',
      ],
      ...[
        'application/json',
        'text/plain',
        'application/xml',
        'a/b',
        ';',
        'multipart/mixed; boundary=x',
      ],
    ),
    fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
      oddText.map(text => Buffer.from(text, 'utf16le')),
      fc.json().map(text => Buffer.from(text)),
    ),
  )
  .map(([type, bytes]) => ({ type, bytes }))

export const body = (known: string[]): fc.Arbitrary<Body> =>
  fc.oneof(
    { weight: 5, arbitrary: urlencoded(known) },
    { weight: 3, arbitrary: parts(known) },
    { weight: 1, arbitrary: other },
  )
