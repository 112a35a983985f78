// Copied text carries invisible characters: some reverse the direction of what follows or hide words.

/** Default-ignorable characters, interlinear annotations and the object placeholder. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFC]/gu

/** Writing systems in which a joiner inside a word changes its letters; CONTEXTJ of RFC 5892 in short. */
const JOINING = ['Arab', 'Syrc', 'Nkoo', 'Mong', 'Adlm', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya']
  .concat(['Taml', 'Telu', 'Knda', 'Mlym', 'Sinh', 'Khmr', 'Mymr'])
  .map(script => `\\p{Script_Extensions=${script}}`)
  .join('')
const JOINED = `(?!\\p{Default_Ignorable_Code_Point})(?=[\\p{L}\\p{M}])[${JOINING}]`
const VIRAMA = '[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA]'
const PICTURE = '\\p{Extended_Pictographic}[\\uFE0F\\p{Emoji_Modifier}]?'

/** Where an invisible character has a meaning, one stays. */
const MEANT = new RegExp(
  [
    `(?<=${JOINED})[\\u200C\\u200D](?=${JOINED})`,
    `(?<=${VIRAMA})[\\u200C\\u200D]`,
    `(?<=${PICTURE})\\u200D(?=\\p{Extended_Pictographic})`,
    '(?<=\\p{Extended_Pictographic})[\\uFE0E\\uFE0F]',
    '(?<=[0-9#*])\\uFE0F(?=\\u20E3)',
    '(?<=(?=\\p{L})\\p{Script=Mongolian})[\\u180B-\\u180D\\u180F]',
    // The flags of England, Scotland and Wales.
    '(?<=\\u{1F3F4})\\u{E0067}\\u{E0062}(?:\\u{E0065}\\u{E006E}\\u{E0067}|\\u{E0073}\\u{E0063}\\u{E0074}|\\u{E0077}\\u{E006C}\\u{E0073})\\u{E007F}',
  ].join('|'),
  'gu',
)

const BLANKS = /(?:[^\S\r\n]|[\u0085\u2800])+/g
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g

/** NFC reorders marks, which may change what has a meaning, so repeat until nothing changes. */
function withoutUnseen(text: string, rounds = 4): string {
  const read = leaveOutUnseen(text).normalize('NFC')
  return read === text || rounds === 0 ? read : withoutUnseen(read, rounds - 1)
}

function leaveOutUnseen(text: string): string {
  if (text.search(UNSEEN) < 0) return text
  // Of several in a row the first may have a meaning.
  const single = text.replace(/(\u200C|\u200D|\uFE0E|\uFE0F)\1+/g, '$1')
  let kept = ''
  let from = 0
  for (const { 0: sign, index } of single.matchAll(MEANT)) {
    kept += single.slice(from, index).replace(UNSEEN, '') + sign
    from = index + sign.length
  }
  return kept + single.slice(from).replace(UNSEEN, '')
}

export function lineAsSeen(text: string): string {
  return withoutUnseen(text).replace(BLANKS, ' ').trim()
}

export function linesAsSeen(text: string): string {
  return withoutUnseen(text.replace(LINE_ENDS, '\n'))
    .replace(BLANKS, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A dash is no answer. */
export function saysSomething(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

const UNSHOWABLE = /(?!\n)[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]/u

/** No word has more than three accents on a letter; the marks of Hebrew, Tibetan and Burmese stack higher. */
const TOWER = /(?:(?=\p{M})\p{Script=Inherited}){5}|\p{M}{9}/u

export function showingProblem(text: string): string | undefined {
  if (UNSHOWABLE.test(text)) return 'Contains characters that cannot be shown.'
  return TOWER.test(text) ? 'Contains too many accents on one letter.' : undefined
}

/** For text that must not be refused. */
export function madeShowable(text: string): string {
  const shown = text.replace(/(?![\r\n\t])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]/gu, ' ')
  const cut = withoutTowers(withoutUnseen(shown))
  // Invisible characters between two towers may have lost their meaning.
  return TOWER.test(withoutUnseen(cut)) ? withoutTowers(cut.replace(UNSEEN, '')) : cut
}

function withoutTowers(text: string): string {
  return text
    .normalize('NFC')
    .replace(/((?:(?=\p{M})\p{Script=Inherited}){4})(?:(?=\p{M})\p{Script=Inherited})+/gu, '$1')
    .replace(/(\p{M}{8})\p{M}+/gu, '$1')
}
