import { hashOf, remake, reroll, reweigh, type Tampering2 } from '../remake.ts'

const lines = (what: string, change: (lines: string[]) => string[]): Tampering2 => ({
  what: `a roll with ${what}`,
  step: 'roll',
  change: document => reroll(document, change),
})

/** In the place of a line of the genuine roll, sorted where that one was. */
const line = (what: string, text: string): Tampering2 =>
  lines(what, own => own.map((one, place) => (place === 10 ? text : one)))

const roll = (what: string, change: (roll: string) => string): Tampering2 => ({
  what: `a roll with ${what}`,
  step: 'roll',
  change: document => remake(document, { roll: change(document.roll) }),
})

const order = (
  what: string,
  name: string,
  of: (place: number, count: number) => string,
): Tampering2 => ({ what, step: 'roll', change: document => reweigh(document, name, of) })

export const ROLL_TAMPERINGS: readonly Tampering2[] = [
  {
    what: 'another roll hash',
    step: 'rollHash',
    change: document => (document.rollHash = hashOf('')),
  },
  {
    what: 'more weight in the roll',
    step: 'rollHash',
    change: document => (document.roll = document.roll.replace('wswga6mkuj|1|1', 'wswga6mkuj|1|9')),
  },
  {
    what: 'a line taken out of the roll',
    step: 'rollHash',
    change: document => (document.roll = document.roll.slice(document.roll.indexOf('\n') + 1)),
  },
  lines('its lines out of order', own => own.toReversed()),
  lines('two lines exchanged', ([first = '', second = '', ...rest]) => [second, first, ...rest]),
  lines('a line twice', ([first = '', ...rest]) => [first, first, ...rest]),
  lines('a code twice', ([first = '', ...rest]) => [first, '3ik4espnn5|9|1|0', ...rest]),
  lines('an empty line', own => [...own, '']),
  lines('an empty line before all', own => ['', ...own]),
  lines('carriage returns', own => own.map(one => `${one}\r`)),
  roll('no line feed at its end', own => own.slice(0, -1)),
  roll('nothing but a line feed', () => '\n'),
  roll('a mark of byte order', own => `\ufeff${own}`),
  line('no sizes', 'wswga6mkuj||1|0'),
  line('a size of 0', 'wswga6mkuj|2,0|1|0'),
  line('sizes that ascend', 'wswga6mkuj|1,2|1|0'),
  line('equal sizes', 'wswga6mkuj|2,2|1|0'),
  line('a comma too many', 'wswga6mkuj|2,|1|0'),
  line('a space between sizes', 'wswga6mkuj|2, 1|1|0'),
  line('a zero before a size', 'wswga6mkuj|01|1|0'),
  line('a size above the largest number', 'wswga6mkuj|1000000001|1|0'),
  line('a size with an exponent', 'wswga6mkuj|1e0|1|0'),
  line('a weight of 0', 'wswga6mkuj|1|0|0'),
  line('a weight above the largest number', 'wswga6mkuj|1|1000000001|0'),
  line('a zero before a weight', 'wswga6mkuj|1|01|0'),
  line('a weight with a sign', 'wswga6mkuj|1|+1|0'),
  line('no weight', 'wswga6mkuj|1||0'),
  line('a priority below 0', 'wswga6mkuj|1|1|-1'),
  line('a zero before a priority', 'wswga6mkuj|1|1|00'),
  line('no priority', 'wswga6mkuj|1|1'),
  line('a field too many', 'wswga6mkuj|1|1|0|0'),
  line('a space behind a line', 'wswga6mkuj|1|1|0 '),
  line('a code in upper case', 'wSWGA6MKUJ|1|1|0'),
  line('a code with an accent', 'wé|1|1|0'),
  line('a code with a hyphen', 'wswga-kuj|1|1|0'),
  lines('no code', ([, ...rest]) => ['|1|1|0', ...rest]),
  order('weights under the order draw', 'draw', place => (place === 3 ? '2|0' : '1|0')),
  order('a priority under the order draw', 'draw', place => (place === 3 ? '1|1' : '1|0')),
  order('priorities under weighted', 'weighted', place => `2|${place % 2}`),
  order('weights under rotation', 'rotation', place => (place === 3 ? '2|0' : '1|3')),
  order('weights under first-come', 'first-come', (k, count) => `${1 + (k % 2)}|${count - k}`),
  order('a priority twice under first-come', 'first-come', (k, count) =>
    k === 3 ? `1|${count}` : `1|${count - k}`,
  ),
  order('priorities from 0 under first-come', 'first-come', place => `1|${place}`),
  order('a gap under first-come', 'first-come', (k, count) =>
    k === 0 ? `1|${count + 1}` : `1|${count - k}`,
  ),
  order('no priorities under first-come', 'first-come', () => '1|0'),
]
