import { addEvent } from '../events.ts'
import { addPerson, signIn } from '../people.ts'
import { expect, test } from './fixtures.ts'
import { countTaps } from './taps.ts'

test('an organizer closes, locks, draws and finalizes in 8 taps on a phone', {
  tag: '@phone',
}, async ({ page, app }) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'organizer' })
  const asks = await Promise.all(
    ['Mia', 'Max', 'Mo'].map(async name => ({
      person: await addPerson(app.database, { name, role: 'member' }),
      sizes: '2,1',
    })),
  )
  const event = await addEvent(app.database, { name: 'Gala', owner: olga, tickets: 3, asks })
  await signIn(page, olga)
  await page.goto(event)

  const taps = countTaps(page)
  const { tap } = taps
  const next = page.getByRole('region', { name: 'Next step' })
  await tap(next.getByRole('link', { name: 'Close requests now' }))
  await tap(page.getByRole('button', { name: 'Close requests now' }))
  await tap(next.getByRole('link', { name: 'Decide by draw' }))
  await tap(page.getByRole('link', { name: 'Go to the random number and lock' }))
  await tap(page.getByRole('radio', { name: /^None/ }), { screens: 2 })
  await tap(page.getByRole('button', { name: 'Lock the terms' }), { screens: 2 })
  await expect(page.getByLabel('Tickets for Max')).toBeVisible({ timeout: 30_000 })
  await tap(page.getByRole('link', { name: 'finalize', exact: true }))
  await tap(page.getByRole('button', { name: 'Finalize' }))
  await expect(page.getByRole('main')).toContainText('3 tickets to 3 people.')
  expect(taps.taken).toBeLessThanOrEqual(8)
})
