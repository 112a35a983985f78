import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { bin, inherit, runToEnd, say } from '../shell.mjs'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser']

/** Makes sure that there is a browser to test with: the system's, Playwright's, Debian's, or a download, in this order. */
export function ensureBrowser() {
  if (findBrowser() || existsSync(chromium.executablePath())) return
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    say('Installing Chromium …')
    if (
      runToEnd('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet) !== 0
    ) {
      runToEnd('apt-get', ['update'], quiet)
      inherit('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
    }
  } else {
    inherit(bin('playwright'), ['install', 'chromium'])
  }
}

/** The path of a browser of the system, if there is one. */
export function findBrowser() {
  return INSTALLED.find(file => existsSync(file))
}

const quiet = {
  stdio: ['ignore', 2, 2],
  env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
}
