import { expect, test } from 'vitest'
import { refillForm } from './refill-form.ts'

const PAGE = `<main><form method="get"><input name="note" value="search"/></form>
<form method="post" id="event" class="form"><input type="hidden" name="form-key" value="new"/>
<input type="hidden" name="version" value="7"/><input id="event-name" name="name" value="old"/>
<input name="empty"/><textarea rows="4" name="note">old</textarea>
<input type="checkbox" name="sizes" value="4" checked=""/><input type="checkbox" name="sizes" value="2"/>
<input type="radio" name="opens" value="now" checked=""/><input type="radio" name="opens" value="later"/>
<select name="zone"><option value="UTC" selected="">UTC</option><option value="Europe/Berlin">B</option></select>
<input type="password" name="password"/><input type="file" name="file"/>
<button name="intent" value="save">Save</button></form>
<form method="post" id="other"><input name="name" value="untouched"/></form></main>`

const fill = (fields: [string, string][], formId = 'event', page = PAGE) =>
  refillForm(page, { formId, fields })

test('everything typed is in its field, including hidden and empty ones', () => {
  const page = fill([
    ['form-key', 'forged'],
    ['version', '3'],
    ['name', '"><script>alert(1)</script>$&'],
    ['empty', ''],
    ['note', '\nA line\n</textarea><b>'],
    ['sizes', '2'],
    ['opens', 'later'],
    ['zone', 'Europe/Berlin'],
    ['password', 'secret'],
  ])
  expect(page).toContain('name="form-key" value="new"')
  expect(page).toContain('name="version" value="3"')
  expect(page).toContain(
    'name="name" value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;$&amp;"',
  )
  expect(page).toContain('name="note">\n\nA line\n&lt;/textarea&gt;&lt;b&gt;</textarea>')
  expect(page).toContain('value="4"/><input type="checkbox" name="sizes" value="2" checked=""/>')
  expect(page).toContain('value="now"/><input type="radio" name="opens" value="later" checked=""/>')
  expect(page).toContain('<option selected="" value="Europe/Berlin">')
  expect(page).toContain('<option value="UTC">')
  expect(page).not.toMatch(/secret|forged|<script>|<b>/)
  expect(page).toContain('<input name="note" value="search"/>')
  expect(page).toContain('<input name="name" value="untouched"/>')
})

test('a field that was not sent keeps the value of the page, and unticked boxes stay empty', () => {
  const page = fill([['name', 'new']])
  expect(page).toContain('name="version" value="7"')
  expect(page).toContain('<textarea rows="4" name="note">old</textarea>')
  expect(page).not.toContain('checked=""')
})

test('a choice that no longer exists leaves the choice of the page', () => {
  expect(fill([['zone', 'Mars/Base']])).toContain('<option value="UTC" selected="">')
})

test('the second step of a form starts again with the first, which has a field for it', () => {
  expect(fill([['note', 'A list']], 'add')).toContain('name="note">\nA list</textarea>')
  expect(fill([['nowhere', 'x']], 'add')).toBe(PAGE)
})
