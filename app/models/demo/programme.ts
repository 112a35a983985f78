export type Stage =
  | 'draft'
  | 'open'
  | 'closing-soon'
  | 'closed'
  | 'drafted'
  | 'finalized'
  | 'unfinalized'
  | 'cancelled'

export type Evening = {
  name: string
  place: string
  tickets: number
  /** From today to its start. */
  inDays: number
  /** Local time. */
  at: string
  course: Stage
  askers: number
  mostPerRequest: number
  notes: string
}

const evening = (
  inDays: number,
  at: string,
  course: Stage,
  name: string,
  place: string,
  tickets: number,
  askers: number,
  notes = '',
  mostPerRequest = 8,
): Evening => ({ name, place, tickets, inDays, at, course, askers, mostPerRequest, notes })

const PARKING = 'Two parking places go with the tickets; ask at the front desk.'

export const programme: readonly Evening[] = [
  evening(-71, '19:30', 'finalized', 'Opening night: Twelfth Night', 'City Theatre', 24, 41),
  evening(
    -50,
    '15:30',
    'finalized',
    'League match against Northport',
    'Riverside Stadium, block C',
    12,
    52,
    PARKING,
  ),
  evening(-33, '20:00', 'finalized', 'Chamber music by candlelight', 'The Old Mill', 56, 14),
  evening(
    -12,
    '15:30',
    'finalized',
    'League match against Ashford',
    'Riverside Stadium, block C',
    8,
    47,
    PARKING,
    4,
  ),
  evening(
    -5,
    '20:15',
    'cancelled',
    'An evening of stand-up',
    'Cellar Bar',
    16,
    23,
    'The bar opens at 19:00.',
  ),
  evening(
    1,
    '20:00',
    'finalized',
    'Improvised theatre',
    'Studio stage',
    15,
    29,
    'Seats are not numbered.',
    4,
  ),
  evening(6, '19:00', 'finalized', 'Ice hockey cup, quarter-final', 'Arena East', 10, 38, '', 4),
  evening(
    9,
    '18:30',
    'unfinalized',
    'The Magic Flute',
    'Opera House, second circle',
    14,
    35,
    'Sung in German, with surtitles.',
  ),
  evening(
    13,
    '15:30',
    'drafted',
    'League match against Eastfield',
    'Riverside Stadium, block C',
    12,
    44,
    PARKING,
  ),
  evening(16, '21:00', 'closed', 'Night under the planetarium dome', 'Planetarium', 18, 31),
  evening(
    20,
    '20:00',
    'closing-soon',
    'Jazz at the harbour',
    'Pier 4',
    10,
    33,
    'Standing places only.',
    4,
  ),
  evening(
    34,
    '15:30',
    'open',
    'The derby against Westbrook',
    'Riverside Stadium, block C',
    8,
    27,
    PARKING,
    4,
  ),
  evening(
    62,
    '17:00',
    'draft',
    'Winter gala for families',
    'Exhibition Hall 2',
    60,
    0,
    'With a matinee for children.',
  ),
]
