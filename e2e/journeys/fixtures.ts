import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test as base, type CDPSession, expect, type Page } from '@playwright/test'
import { type RunningServer, startServer } from '../server.ts'

export const PASSWORD = 'a quiet evening in march'

/** What no page may do during a test: errors on the console, requests to other hosts. */
async function watch(page: Page, app: RunningServer): Promise<() => void> {
  const problems: string[] = []
  page.on('pageerror', error => problems.push(`error in the page: ${error.message}`))
  page.on('console', message => {
    // The browser reports every 4xx answer as an error; the tests check those.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      problems.push(`on the console: ${message.text()}`)
    }
  })
  page.on('request', request => {
    if (!request.url().startsWith(app.url))
      problems.push(`request to another host: ${request.url()}`)
  })
  return () => expect(problems).toEqual([])
}

export type Options = {
  /** Whether `look` runs axe, or only checks that the page fits and its links work. */
  axe: boolean
}
type Fixtures = { app: RunningServer; page: Page; look: () => Promise<void> }

/** One server per test file, so that no file depends on another. */
type OfFile = { file: string; server: RunningServer }

/** `look` checks the current page with axe and against the width of the screen. */
export const test = base.extend<Fixtures & Options, { current: Partial<OfFile> }>({
  axe: [true, { option: true }],
  current: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const current: Partial<OfFile> = {}
      await use(current)
      await current.server?.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  app: async ({ current }, use, { file }) => {
    if (current.file !== file) {
      await current.server?.stop()
      Object.assign(current, { file, server: await startServer() })
    }
    await use(current.server as RunningServer)
  },
  baseURL: async ({ app }, use) => use(app.url),
  page: async ({ page, app }, use) => {
    const settle = await watch(page, app)
    await use(page)
    settle()
  },
  look: async ({ page, axe, javaScriptEnabled }, use) =>
    use(() => lookAt(page, { axe, javaScriptEnabled })),
})

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type AxeWindow = {
  axe: {
    run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
  }
}

type Looking = Options & { javaScriptEnabled?: boolean | undefined }

export async function lookAt(page: Page, { axe, javaScriptEnabled }: Looking): Promise<void> {
  if (!axe) return fits(page)
  if (!javaScriptEnabled) return withTimers(page, () => inspect(page))
  await inspect(page)
  // The colours are the same without scripts: checking them once is enough.
  await inspectDark(page)
}

const sessions = new WeakMap<Page, CDPSession>()

async function sessionOf(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page))
  sessions.set(page, session)
  return session
}

/** Axe needs timers, which do not run with scripts off. The page's own scripts were left out when it loaded. */
async function withTimers(page: Page, act: () => Promise<void>): Promise<void> {
  const session = await sessionOf(page)
  const setOff = (value: boolean) => session.send('Emulation.setScriptExecutionDisabled', { value })
  // The browser heeds changes only, and it was not this session that turned them off.
  await setOff(true)
  await setOff(false)
  try {
    await act()
  } finally {
    await setOff(true)
  }
}

async function inspect(page: Page): Promise<void> {
  // Not by Playwright's evaluate, with which the browser compiles it for every page.
  const { exceptionDetails } = await (await sessionOf(page)).send('Runtime.evaluate', {
    expression: axeSource,
  })
  expect(exceptionDetails, `loading axe on ${page.url()}`).toBeUndefined()
  const violations = await page.evaluate(async rules => {
    const { axe } = globalThis as unknown as AxeWindow
    const runOnly = { type: 'tag', values: rules }
    const found = await axe.run({ runOnly, resultTypes: ['violations'] })
    return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' | ')}`)
  }, RULES)
  expect(violations, `axe on ${page.url()}`).toEqual([])
  await fits(page)
}

async function fits(page: Page): Promise<void> {
  await hidesNoColumn(page)
  const dead = await page.evaluate(() =>
    [...document.querySelectorAll('a[href^="#"]')]
      .map(link => link.getAttribute('href') ?? '')
      .filter(href => !document.getElementById(href.slice(1))),
  )
  expect(dead, `links to nowhere on ${page.url()}`).toEqual([])
  const width = await page.evaluate(() =>
    Math.max(document.documentElement.scrollWidth, innerWidth),
  )
  expect(width, `width of ${page.url()}`).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
  // A phone zooms out when something sticks out, which shows only in the height.
  const height = await page.evaluate(() => innerHeight)
  expect(height, `zoom of ${page.url()}`).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0)
}

/** On a phone the rows of a table are cards: none scrolls sideways. */
async function hidesNoColumn(page: Page): Promise<void> {
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('.scroll')]
      .filter(box => innerWidth < 640 && box.scrollWidth > box.clientWidth)
      .map(box => box.getAttribute('aria-label')),
  )
  expect(cut, `tables cut off on ${page.url()}`).toEqual([])
}

async function inspectDark(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const faint = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as AxeWindow
    const runOnly = { type: 'rule', values: ['color-contrast'] }
    const found = await axe.run({ runOnly, resultTypes: ['violations'] })
    return found.violations.flatMap(v => v.nodes.map(n => n.html))
  })
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  expect(faint, `faint in the dark on ${page.url()}`).toEqual([])
}

export { expect }
