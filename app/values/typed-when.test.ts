import { expect, test } from 'vitest'
import { readWhen } from './typed-when.ts'

const read = (date: string, time = '') => {
  const { problem, ...when } = readWhen(date, time)
  return problem ?? when
}
const both = { date: '2027-02-20', time: '19:30' }

test.each([
  ['2027-02-20', '19:30'],
  ['2027-02-20', '19:30:00'],
  ['2027-02-20', '19:30:00.000'],
  ['2027-02-20 19:30', ''],
  ['2027-02-20T19:30', ''],
  ['2027-02-20T19:30:00', ''],
  ['2027-02-20, 19:30', ''],
  ['', '2027-02-20 19:30'],
  ['2027-02-20 19:30', '19:30'],
  ['2027-02-20', '2027-02-20T19:30'],
  ['2027-2-20', '19.30'],
  ['2027/02/20', '19h30'],
  ['20.2.2027', '7:30 pm'],
  ['20. 2. 2027', '7:30PM'],
  ['20/02/2027', '7.30 p.m.'],
  ['2/20/2027', '19:30'],
  ['20 Feb 2027, 19:30', ''],
  ['20 February 2027 at 7:30 pm', ''],
  ['February 20th, 2027 19:30', ''],
  ['\u200E20.\u200E02.\u200E2027', '\u00A019:30 '],
])('%j and %j are the evening of 20 February', (date, time) => {
  expect(read(date, time)).toEqual(both)
})

test.each([
  ['7 pm', '19:00'],
  ['7am', '07:00'],
  ['12 am', '00:00'],
  ['12:15 pm', '12:15'],
  ['7:05', '07:05'],
  ['', undefined],
])('the time %j is %s', (typed, time) => {
  expect(read('2027-02-20', typed)).toEqual({ date: '2027-02-20', time })
})

test('empty fields give nothing', () => {
  expect(read('', ' ')).toEqual({ date: undefined, time: undefined })
})

test.each([
  ['date', 'soon', ''],
  ['date', '3.2.2027', ''],
  ['date', '2/3/2027 19:30', ''],
  ['date', '2027-02-30', ''],
  ['date', '30.2.2027 19:30', ''],
  ['date', '0001-01-01', ''],
  ['date', '2200-01-01', ''],
  ['date', '20.2.27', ''],
  ['date', '20 Brumaire 2027', ''],
  ['date', '20 Feb 2027 in the evening', ''],
  ['date', '2027-02-20T19:30Z', ''],
  ['date', '1'.repeat(5000), ''],
  ['date', '', '19:30'],
  ['date', '19:30', ''],
  ['date', '2027-02-20', '2027-02-21 19:30'],
  ['time', '2027-02-20', 'late'],
  ['time', '2027-02-20', '24:00'],
  ['time', '2027-02-20', '19:60'],
  ['time', '2027-02-20', '13 pm'],
  ['time', '2027-02-20', '0:30 am'],
  ['time', '2027-02-20', '19:30:45'],
  ['time', '2027-02-20', '1930'],
  ['time', '2027-02-20 19:30', '20:00'],
])(
  'beside the %s is said what is wrong with %j and %j, and what it recommends is read',
  (field, date, time) => {
    const problem = read(date, time)
    expect(problem).toMatchObject({ field, message: expect.stringMatching(/^Enter a (date|time)/) })
    const { message } = problem as { message: string }
    for (const [shape = ''] of message.matchAll(/\d{4}-\d\d-\d\d/g))
      expect(read(shape)).toEqual({ date: shape, time: undefined })
    for (const [shape = ''] of message.matchAll(/\d\d:\d\d/g))
      expect(read('2027-02-20', shape)).toEqual({ date: '2027-02-20', time: shape })
  },
)

test('an ambiguous date is accepted where both readings are the same day', () => {
  expect(read('3/3/2027')).toEqual({ date: '2027-03-03', time: undefined })
})
