import type { Runtime } from '../e2e/server.ts'
import type { Compared, Measured } from './measure.ts'

const HEADS = ['req/s', 'median', 'p99', 'cpu', 'bare req/s', 'median', 'p99', 'cpu', 'ratio']
const WIDTHS = [16, 9, 10, 10, 10, 12, 10, 10, 10, 8]

export function printHead(runtime: Runtime): void {
  console.log(`\n${runtime}`)
  printRow(['', ...HEADS])
}

export function print(name: string, { app, bare, ratio }: Compared): void {
  printRow([name, ...cellsOf(app), ...cellsOf(bare), ratio.toFixed(2)])
  if (app.failed + bare.failed > 0)
    console.log(`  ! failed: ${app.failed} of the app, ${bare.failed} of the bare handler`)
}

function cellsOf({ rate, median, p99, cpu }: Measured): string[] {
  const speed = rate.toFixed(rate < 100 ? 1 : 0)
  return [speed, ms(median, 1), ms(p99, 1), cpu === undefined ? '' : ms(cpu, 2)]
}

function printRow(cells: string[]): void {
  const padded = cells.map((cell, i) =>
    i === 0 ? cell.padEnd(WIDTHS[0] as number) : cell.padStart(WIDTHS[i] as number),
  )
  console.log(padded.join(''))
}

const ms = (milliseconds: number, digits: number) => `${milliseconds.toFixed(digits)} ms`
