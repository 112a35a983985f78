import { expect, type Locator, type Page } from '@playwright/test'

/** How many screens down the target may lie: 1 needs no scrolling, 2 one swipe. */
type Reach = { screens?: 1 | 2 }
type Upload = Parameters<Locator['setInputFiles']>[0]

export type Taps = {
  readonly taken: number
  tap(target: Locator, reach?: Reach): Promise<void>
  fill(field: Locator, text: string, reach?: Reach): Promise<void>
  chooseFile(field: Locator, file: Upload, reach?: Reach): Promise<void>
}

/** Counts what a person does on a page: each tap, field filled or file chosen is one. */
export function countTaps(page: Page): Taps {
  let taken = 0
  const reachFor = async (target: Locator, { screens = 1 }: Reach) => {
    taken += 1
    const height = page.viewportSize()?.height ?? 0
    const name = `end of ${target} on ${page.url()}, tap ${taken}`
    expect(await endOf(target), name).toBeLessThanOrEqual(height * screens)
  }
  return {
    get taken() {
      return taken
    },
    tap: async (target, reach = {}) => {
      await reachFor(target, reach)
      await target.click()
    },
    fill: async (field, text, reach = {}) => {
      await reachFor(field, reach)
      await field.fill(text)
    },
    chooseFile: async (field, file, reach = {}) => {
      await reachFor(field, reach)
      await field.setInputFiles(file)
    },
  }
}

/** In pixels from the top of the page, or from the part that its address names. */
function endOf(target: Locator): Promise<number> {
  return target.evaluate(element => {
    const part = document.getElementById(location.hash.slice(1))
    const top = part?.getBoundingClientRect().top ?? document.body.getBoundingClientRect().top
    return element.getBoundingClientRect().bottom - top
  })
}
