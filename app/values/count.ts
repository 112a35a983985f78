/** English: the form for one, and the form for all other counts. */
const words = {
  backup: ['backup', 'backups'],
  character: ['character', 'characters'],
  day: ['day', 'days'],
  device: ['device', 'devices'],
  draw: ['draw', 'draws'],
  'decided row': ['row that is already decided', 'rows that are already decided'],
  email: ['email', 'emails'],
  entry: ['entry', 'entries'],
  event: ['event', 'events'],
  hour: ['hour', 'hours'],
  'impossible request': ['impossible request', 'impossible requests'],
  'impossible result': ['impossible result', 'impossible results'],
  line: ['line', 'lines'],
  link: ['link', 'links'],
  'loss in a row': ['loss', 'losses in a row'],
  member: ['member', 'members'],
  minute: ['minute', 'minutes'],
  'more person': ['more person', 'more people'],
  'more ticket': ['more ticket', 'more tickets'],
  name: ['name', 'names'],
  number: ['number', 'numbers'],
  person: ['person', 'people'],
  request: ['request', 'requests'],
  row: ['row', 'rows'],
  'row with a problem': ['row has a problem', 'rows have a problem'],
  second: ['second', 'seconds'],
  'simulated order': ['simulated order', 'simulated orders'],
  ticket: ['ticket', 'tickets'],
  time: ['time', 'times'],
  try: ['try', 'tries'],
  'welcome email': ['welcome email', 'welcome emails'],
  gets: ['gets', 'get'],
  has: ['has', 'have'],
  is: ['is', 'are'],
  it: ['it', 'them'],
  was: ['was', 'were'],
} as const satisfies Record<string, readonly [one: string, other: string]>

type Word = keyof typeof words

const rules = new Intl.PluralRules('en')
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' })
const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }

/** "1 ticket", "12 tickets", "0 tickets". */
export function sayCount(count: number, word: Word): string {
  return `${count} ${wordFor(count, word)}`
}

/** The word alone, such as "is" or "are". */
export function wordFor(count: number, word: Word): string {
  const [one, other] = words[word]
  return rules.select(count) === 'one' ? one : other
}

/** "1st", "12th", "21st". */
export function sayOrdinal(place: number): string {
  return `${place}${endings[ordinalRules.select(place)] ?? 'th'}`
}
