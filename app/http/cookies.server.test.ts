import { afterEach, expect, test } from 'vitest'
import { overrideSettings } from '#app/settings.server.ts'
import { bringsOnlyBrowser, giveBrowser, newBrowser, readBrowser } from './cookies.server.ts'

afterEach(() => overrideSettings({ isSecure: false }))

test.each([
  [true, '__Host-browser', 'browser'],
  [false, 'browser', '__Host-browser'],
])('only the name that is given counts (https: %s)', (isSecure, given, other) => {
  overrideSettings({ isSecure })
  const [own, planted] = [newBrowser(), newBrowser()]
  expect(giveBrowser(own)).toMatch(new RegExp(`^${given}=`))
  expect(readBrowser(`${other}=${planted}`)).toBeUndefined()
  expect(readBrowser(`${other}=${planted}; ${given}=${own}`)).toBe(own)
  expect(bringsOnlyBrowser(`${given}=${own}`)).toBe(true)
  expect(bringsOnlyBrowser(`${other}=${planted}`)).toBe(false)
})
