import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { bin, inherit, runToEnd, say } from '../shell.mjs'

/** Chromium without windows, which takes half the time for a page. */
const SHELL = '/usr/bin/chromium-headless-shell'
const INSTALLED = [
  SHELL,
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-browser',
]

/** Makes sure that there is a browser to test with: Debian's shell, the system's, Playwright's, or a download, in this order. */
export function ensureBrowser() {
  if (existsSync(SHELL)) return
  const isThere = findBrowser() !== undefined || existsSync(chromium.executablePath())
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    if (!isThere) inherit(bin('playwright'), ['install', 'chromium'])
    return
  }
  if (!isThere) say('Installing Chromium …')
  if (install('chromium-headless-shell') || isThere) return
  runToEnd('apt-get', ['update'], quiet)
  if (!install('chromium-headless-shell')) inherit('apt-get', [...INSTALL, 'chromium'])
}

/**
 * The path of a browser of the system, if there is one.
 * @returns {string | undefined}
 */
export function findBrowser() {
  return INSTALLED.find(file => existsSync(file))
}

const INSTALL = ['install', '-y', '--no-install-recommends']

function install(name) {
  return runToEnd('apt-get', [...INSTALL, name], quiet) === 0
}

const quiet = {
  stdio: ['ignore', 2, 2],
  env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
}
