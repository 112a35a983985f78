import { describe, expect, test } from 'vitest'
import { splitLinks } from './links.ts'

const linksOf = (text: string) => {
  const parts = splitLinks(text)
  expect(parts.map(part => part.text).join('')).toBe(text)
  return parts.flatMap(part => (part.isLink ? [part.text] : []))
}

test.each([
  ['See:\nhttps://a.example/b?c=1&d=2.', ['https://a.example/b?c=1&d=2']],
  ['Menu (http://b.example/x), see you!', ['http://b.example/x']],
  ['https://en.wikipedia.org/wiki/Tosca_(opera)', ['https://en.wikipedia.org/wiki/Tosca_(opera)']],
  ['HTTPS://A.EXAMPLE and https://[::1]:8080/', ['HTTPS://A.EXAMPLE', 'https://[::1]:8080/']],
  ['https://münchen.example/straße', ['https://münchen.example/straße']],
  ['No address here, not even a.example.', []],
])('%j', (text, links) => {
  expect(linksOf(text)).toEqual(links)
})

describe('hostile text', () => {
  test.each([
    'javascript:alert(1)',
    'javascript://a.example/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'ftp://a.example //a.example /events',
    'https://',
    'https://?',
    'https://.',
    'xhttps://a.example',
    'https://bank.example@evil.example/',
    'https://user:secret@evil.example/',
  ])('%j has no link', text => {
    expect(linksOf(text)).toEqual([])
  })

  test('an address ends before quotes and markup', () => {
    expect(linksOf('https://a.example/"onmouseover="alert(1)')).toEqual(['https://a.example/'])
    expect(linksOf("https://a.example/'><script>")).toEqual(['https://a.example/'])
    expect(linksOf('<https://a.example/x>')).toEqual(['https://a.example/x'])
  })

  test('long text takes no time', () => {
    const started = performance.now()
    linksOf(`https://a.example/${'('.repeat(50_000)}${').'.repeat(50_000)}`)
    linksOf('http://'.repeat(20_000))
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
