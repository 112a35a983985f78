import { expect, test } from 'vitest'
import { qrCodeOf } from './qr-code.ts'

const FINDER = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111']

function modulesOf({ size, path }: ReturnType<typeof qrCodeOf>): string[][] {
  const grid = Array.from({ length: size }, () => Array.from({ length: size }, () => '0'))
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    grid[Number(y)]?.fill('1', Number(x), Number(x) + Number(width))
  return grid
}

test('a code has its three finders inside a quiet zone of four', () => {
  const grid = modulesOf(qrCodeOf('https://tickets.example.org/events/abcdefghij0123456789'))
  const square = (x: number, y: number, side: number) =>
    grid.slice(y, y + side).map(row => row.slice(x, x + side).join(''))
  const far = grid.length - 4 - 7
  for (const [x, y] of [
    [4, 4],
    [far, 4],
    [4, far],
  ] as const)
    expect(square(x, y, 7)).toEqual(FINDER)
  const edge = grid.filter((_, y) => y < 4 || y >= grid.length - 4)
  expect(edge.flat()).not.toContain('1')
  expect(grid.map(row => row.slice(0, 4).join('') + row.slice(-4).join(''))).toEqual(
    grid.map(() => '00000000'),
  )
})

test('another address gives another code', () => {
  expect(qrCodeOf('https://a.example.org')).not.toEqual(qrCodeOf('https://b.example.org'))
})
