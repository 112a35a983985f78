import { defineConfig } from '@playwright/test'
import type { Options } from './e2e/journeys/fixtures.ts'
import { findBrowser } from './scripts/testing/browser.mjs'

/** Otherwise Playwright finds its own. */
const executablePath = findBrowser()
const flags =
  '--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run'
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }
const desktop = { viewport: { width: 1280, height: 900 } }
/** Everything else runs on either screen once, with scripts on one of them: screens and scripts do not depend on each other. */
const ALL_FOUR_WAYS = /(?:story|presses)\.spec\.ts$/
/** What a page says is the same with and without scripts, so axe looks at it once on either screen. */
const seenElsewhere = { axe: false }

export default defineConfig<Options>({
  testDir: 'e2e/journeys',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: false,
  // Generous: how fast pages are is measured by the bench, never by a test.
  timeout: 240_000,
  expect: { timeout: 20_000 },
  // A test that passes only at its second try is shown as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    // What is not there by then will not come: the test need not wait for its own end.
    actionTimeout: 20_000,
    browserName: 'chromium',
    launchOptions: { args: flags.split(' '), ...(executablePath && { executablePath }) },
    screenshot: 'only-on-failure',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  },
  projects: [
    {
      name: 'phone, no JavaScript',
      grepInvert: /@desktop/,
      use: { ...phone, javaScriptEnabled: false },
    },
    {
      name: 'phone',
      testMatch: ALL_FOUR_WAYS,
      use: { ...phone, ...seenElsewhere, javaScriptEnabled: true },
    },
    {
      name: 'desktop, no JavaScript',
      testMatch: ALL_FOUR_WAYS,
      use: { ...desktop, ...seenElsewhere, javaScriptEnabled: false },
    },
    { name: 'desktop', grepInvert: /@phone/, use: { ...desktop, javaScriptEnabled: true } },
  ],
})
