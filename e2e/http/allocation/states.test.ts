import { expect, test } from 'vitest'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { createPerson, testSite } from '../site.ts'

async function seed() {
  const owner = await createPerson({ role: 'organizer' })
  const mine = { ownerId: owner.id, closedAt: Date.now() }
  const eventWith = async (drafts: (number | null)[], facts = {}) => {
    const { id } = await createEvent({ ...mine, ...facts })
    for (const draftAmount of drafts)
      await createRequest({ eventId: id, userId: (await createPerson()).id, draftAmount })
    return `/events/${id}`
  }
  return {
    owner,
    undecided: await eventWith([1, null]),
    decided: await eventWith([1, 0]),
    nobody: await eventWith([]),
    open: await eventWith([null], { closedAt: null }),
    cancelled: await eventWith([1], { cancelledAt: Date.now(), cancelReason: 'Storm' }),
  }
}

const site = testSite({ seed })
const mailing = testSite({
  env: { MAIL_ENABLED: 'true', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
  seed,
})

type Place = Exclude<keyof Awaited<ReturnType<typeof seed>>, 'owner'>

const read = (current: typeof site, place: Place, page: string) =>
  current().as(current().seeded.owner).get(`${current().seeded[place]}/${page}`)
const buttonsOf = ({ forms }: Awaited<ReturnType<typeof read>>) =>
  forms.filter(form => form.action !== '/logout').flatMap(form => form.buttons)

test('without email nobody is asked whether to send any', async () => {
  const off = await read(site, 'decided', 'finalization')
  expect(off.words).toContain('Email is off, so nobody gets an email.')
  expect(off.text).not.toContain('type="checkbox"')
  const on = await read(mailing, 'decided', 'finalization')
  expect(on.words).toContain('Email people their result (2 of 2 people)')
  expect(on.text).toContain('type="checkbox"')
  for (const current of [site, mailing]) {
    const page = await read(current, 'nobody', 'finalization')
    expect(page.words).toContain('Nobody asked for tickets, so nobody gets an email.')
    expect(page.words).not.toContain('0 of 0')
  }
})

test('nobody is said to know a number before there is one', async () => {
  const { words } = await read(mailing, 'undecided', 'finalization')
  expect(words).toContain('no: not decided yet')
  expect(words).not.toContain('already know this number (')
  expect(words).not.toContain('no: they already know')
})

test('a page that can do nothing says so and has no button', async () => {
  const none = await read(site, 'decided', 'allocation/none')
  expect([none.words, buttonsOf(none)]).toEqual([
    expect.stringContaining('Every request is already decided.'),
    [],
  ])
  expect((await read(site, 'decided', 'allocation')).words).not.toContain('Give none to')
  expect((await read(site, 'undecided', 'allocation/none')).form('confirm').buttons).toHaveLength(1)
  for (const [place, page, words] of [
    ['open', 'allocation/none', 'only while requests are closed'],
    ['open', 'allocation/plain-draw', 'only while requests are closed'],
    ['nobody', 'allocation/plain-draw', 'Nobody asked for tickets'],
    ['cancelled', 'closing', 'The event is cancelled.'],
    ['undecided', 'requests/new', 'Requests for this event are not open.'],
  ] as const) {
    const shown = await read(site, place, page)
    expect([shown.words, buttonsOf(shown)]).toEqual([expect.stringContaining(words), []])
  }
})
