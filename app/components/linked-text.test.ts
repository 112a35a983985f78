import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { LinkedText } from './linked-text.tsx'

const htmlOf = (text: string) => renderToStaticMarkup(createElement(LinkedText, { text }))

test('a web address is a link that tells the site nothing', () => {
  expect(htmlOf('At https://a.example/?b=1&c=2.')).toBe(
    'At <a class="written" href="https://a.example/?b=1&amp;c=2" rel="noopener noreferrer nofollow">https://a.example/?b=1&amp;c=2</a>.',
  )
})

test('markup stays text', () => {
  expect(htmlOf('<b>javascript:alert(1)</b> https://a.example/"><i>')).toBe(
    '&lt;b&gt;javascript:alert(1)&lt;/b&gt; <a class="written" href="https://a.example/" rel="noopener noreferrer nofollow">https://a.example/</a>&quot;&gt;&lt;i&gt;',
  )
  expect(htmlOf('')).toBe('')
})
