import { describe, expect, test } from 'vitest'
import {
  type EventProgress,
  type EventStage,
  type NextStep,
  nextStepOf,
  stageOf,
  stagesOf,
} from './next-step.ts'
import { otherActions, sayNextStep } from './say-next-step.ts'

const closed: EventProgress = {
  state: 'closed',
  isLocked: false,
  isDrawDue: false,
  wasDrawn: false,
  isAnotherSealed: false,
  wasFinalized: false,
  canReopen: true,
  asked: 4,
  drafted: 0,
  door: 'later',
}
const drawn = { ...closed, wasDrawn: true, canReopen: false, drafted: 4 }
const [byDraw, byHand] = ['open closed locked drawn decided', 'open closed decided']

type Line = [string, Partial<EventProgress>, EventStage | null, NextStep | null, string]
const table: Line[] = [
  ['a draft', { ...closed, state: 'draft', asked: 0 }, 'draft', 'open requests', `draft ${byDraw}`],
  ['open', { state: 'open' }, 'open', 'wait for closing', byDraw],
  ['closed, nothing chosen', {}, 'closed', 'choose how', byDraw],
  ['closed for good, nothing chosen', { canReopen: false }, 'closed', 'choose how', byDraw],
  ['closed, nobody asked', { asked: 0 }, 'closed', 'reopen requests', byDraw],
  ['started, nobody asked', { asked: 0, canReopen: false }, 'closed', 'nothing', byDraw],
  ['begun by hand', { drafted: 1 }, 'closed', 'go on by hand', byHand],
  ['all given by hand', { drafted: 4 }, 'closed', 'finalize', byHand],
  ['locked', { isLocked: true }, 'locked', 'wait for the draw', byDraw],
  ['locked with a draft', { isLocked: true, drafted: 2 }, 'locked', 'wait for the draw', byDraw],
  [
    'locked, the draw is due',
    { isLocked: true, isDrawDue: true },
    'locked',
    'see the draw',
    byDraw,
  ],
  ['drawn', drawn, 'drawn', 'finalize', byDraw],
  ['drawn, some not on the roll', { ...drawn, drafted: 3 }, 'drawn', 'go on by hand', byDraw],
  ['drawn, another sealed', { ...drawn, isAnotherSealed: true }, 'drawn', 'lock again', byDraw],
  ['locked for another draw', { ...drawn, isLocked: true }, 'locked', 'wait for the draw', byDraw],
  [
    'decided by draw',
    { ...drawn, state: 'finalized', wasFinalized: true },
    'decided',
    'hand out',
    byDraw,
  ],
  [
    'decided by hand',
    { state: 'finalized', wasFinalized: true, drafted: 4 },
    'decided',
    'hand out',
    byHand,
  ],
  ...(
    [
      ['people come', 'now', 'open the door'],
      ['it is over', 'over', 'look back'],
    ] as const
  ).map(
    ([what, door, next]): Line => [
      `decided, ${what}`,
      { ...drawn, state: 'finalized', wasFinalized: true, door },
      'decided',
      next,
      byDraw,
    ],
  ),
  ['decided by draw, reopened', { ...drawn, wasFinalized: true }, 'drawn', 'finalize', byDraw],
  [
    'decided, reopened, with another draw sealed before',
    { ...drawn, wasFinalized: true, isAnotherSealed: true },
    'drawn',
    'finalize',
    byDraw,
  ],
  [
    'imported as decided, reopened without a draft',
    { wasFinalized: true, canReopen: false },
    'closed',
    'go on by hand',
    byHand,
  ],
  [
    'decided by hand, reopened',
    { wasFinalized: true, canReopen: false, drafted: 4 },
    'closed',
    'finalize',
    byHand,
  ],
  ['cancelled', { state: 'cancelled' }, null, null, ''],
  ['cancelled after the draw', { ...drawn, state: 'cancelled' }, null, null, ''],
]

describe('the stage of an event and what comes next', () => {
  test.each(table)('%s', (_, facts, stage, next, stages) => {
    const progress = { ...closed, ...facts }
    expect(stageOf(progress)).toBe(stage)
    expect(nextStepOf(progress)).toBe(next)
    expect(stagesOf(progress).join(' ')).toBe(stages)
    if (stage !== null) expect(stagesOf(progress)).toContain(stage)
  })
})

const facts = {
  ...{ asked: 21, drafted: 20, given: 12, served: 12, wasDrawn: false, draw: 2 },
  ...{ opens: null, closes: 'Friday', drawsAt: 'Sunday' },
}
const saidOf = (next: NextStep, some: Partial<typeof facts> = {}) =>
  sayNextStep(next, { ...facts, ...some })
const buttonsOf = (next: NextStep) => {
  const { form, primary, secondary } = saidOf(next)
  return [form ?? primary?.label, secondary?.label]
}

describe('what is said', () => {
  test.each<[NextStep, string | undefined, string | undefined]>([
    ['open requests', 'open', undefined],
    ['wait for closing', undefined, 'Close requests now'],
    ['reopen requests', 'Reopen requests', undefined],
    ['nothing', undefined, undefined],
    ['choose how', 'Decide by draw', 'Decide by hand'],
    ['wait for the draw', undefined, 'See the locked terms'],
    ['see the draw', 'See draw 2', undefined],
    ['lock again', 'Lock the terms of draw 2', undefined],
    ['go on by hand', 'Go on with the list', undefined],
    ['finalize', 'Check and finalize', undefined],
    ['hand out', 'Who gets tickets', 'Tickets after the decision'],
    ['open the door', 'Door list', 'Who gets tickets'],
    ['look back', 'What became of the tickets', 'Who gets tickets'],
  ])('%s: one primary button at most', (next, primary, secondary) => {
    expect(buttonsOf(next)).toEqual([primary, secondary])
  })

  test('numbers, times and their absence', () => {
    expect(saidOf('hand out').says).toBe('12 tickets to 12 people.')
    expect(saidOf('hand out', { given: 1, served: 1 }).says).toBe('1 ticket to 1 person.')
    expect(saidOf('hand out', { given: 0, served: 0 }).says).toBe('Nobody gets a ticket.')
    expect(saidOf('go on by hand').says).toBe('1 of 21 requests is not decided yet.')
    expect(saidOf('wait for closing').says).toContain('Requests close on Friday.')
    expect(saidOf('wait for closing', { closes: null as never }).says).toContain('until you close')
    expect(saidOf('wait for the draw').says).toContain('The draw takes place on Sunday.')
    expect(saidOf('open requests', { opens: 'Monday' as never }).says).toContain('open on Monday')
  })
})

describe('everything else', () => {
  const others = (some: Partial<EventProgress> & { canDelete?: boolean }) => {
    const progress = { ...closed, ...some }
    const next = nextStepOf(progress)
    const said = next === null ? { says: '' } : saidOf(next)
    return otherActions({ canDelete: false, ...progress }, said).map(({ path }) => path)
  }

  test('leaves out what is already above it', () => {
    expect(others({ state: 'open' })).not.toContain('closing')
    expect(others({})).toEqual([
      'requests',
      'comparison',
      'pins',
      'edit',
      'closing',
      'cancellation',
    ])
    expect(others({ drafted: 4 })).toEqual(expect.arrayContaining(['terms', 'allocation']))
    expect(others({ drafted: 4 })).not.toContain('finalization')
  })

  test('leads to finalizing only where every request is decided', () => {
    expect(others({ drafted: 3 })).not.toContain('finalization')
    expect(others({ asked: 0 })).toContain('finalization')
    expect(others({ isLocked: true, drafted: 4 })).not.toContain('finalization')
    expect(others({ ...drawn, state: 'finalized' })).toContain('finalization')
  })

  test('leads to lists once decided, and to the report once people came', () => {
    const decided = { ...drawn, state: 'finalized' as const, wasFinalized: true }
    expect(others(decided)).toContain('door')
    expect(others(decided)).not.toContain('report')
    expect(others({ ...decided, door: 'now' })).toContain('report')
    expect(others({ ...decided, door: 'over' })).toContain('door')
    expect(others(drawn)).not.toContain('door')
  })

  test('offers no draw once there was one, or a decision', () => {
    expect(others(drawn)).not.toContain('terms')
    expect(others(drawn)).not.toContain('pins')
    expect(others({ wasFinalized: true, drafted: 4 })).not.toContain('terms')
    expect(others({ isLocked: true, canReopen: false })).not.toContain('closing')
    expect(others({ isLocked: true })).not.toContain('pins')
  })

  test('of a cancelled event is what is left of it', () => {
    expect(others({ state: 'cancelled', canReopen: false })).toEqual(['requests'])
    expect(others({ state: 'cancelled', canReopen: false, canDelete: true })).toContain('deletion')
  })
})
