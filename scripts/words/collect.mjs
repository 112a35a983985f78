import ts from 'typescript'

/** Attributes that nobody reads. */
const UNSEEN =
  /^(?:action|as|autoComplete|charSet|className|class|encType|form|formAction|height|href|htmlFor|http-equiv|id|inputMode|key|lang|media|method|name|path|pattern|rel|role|scope|src|style|sx|to|type|viewBox|width|d|fill|stroke|data-.*|aria-(?!label$|description$).*)$/
/** Tags within a sentence; every other one begins a new line. */
const INLINE = /^(?:a|abbr|b|bdi|code|em|i|kbd|Link|Person|small|strong|sub|sup|time|wbr)$/
const NOT_FOR_PEOPLE = /^(?:log|logger|console)\b|\bheaders\.\w+$/
const GAP = '…'

/**
 * @param {string} file path from the root
 * @param {string} text its source
 * @returns {string[]} what people read of it, in the order of the source; `{name}` for what is filled in
 */
export function collectWords(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found = []
  visit(source)
  return [...new Set(found.map(tidy).filter(isForPeople))]

  function visit(node) {
    if (isUnread(node)) return
    if (ts.isJsxElement(node) || ts.isJsxFragment(node)) return visitElement(node)
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) found.push(flat(node))
    ts.forEachChild(node, visit)
  }

  function visitElement(node) {
    if (node.openingElement) ts.forEachChild(node.openingElement.attributes, visit)
    let line = ''
    const end = () => {
      found.push(line)
      line = ''
    }
    for (const child of node.children) {
      if (isInline(child)) line += flat(child)
      else {
        end()
        visit(child)
      }
      if (ts.isJsxExpression(child)) ts.forEachChild(child, visitNested)
      if (ts.isJsxElement(child) && isInline(child))
        ts.forEachChild(child.openingElement.attributes, visit)
    }
    end()
  }

  /** What an expression shows besides plain strings, which are in the line already. */
  function visitNested(node) {
    if (isPlain(node)) return
    visit(node)
  }
}

function isUnread(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node))
    return true
  if (ts.isTaggedTemplateExpression(node)) return true
  if (ts.isJsxAttribute(node)) return UNSEEN.test(node.name.getText())
  if (ts.isNewExpression(node)) return /Error$/.test(node.expression.getText())
  if (ts.isCallExpression(node)) return NOT_FOR_PEOPLE.test(node.expression.getText())
  return false
}

function isInline(node) {
  if (ts.isJsxText(node)) return true
  if (ts.isJsxExpression(node)) return !hasElement(node)
  if (ts.isJsxElement(node)) return INLINE.test(node.openingElement.tagName.getText())
  return ts.isJsxSelfClosingElement(node) && INLINE.test(node.tagName.getText())
}

function hasElement(node) {
  return (
    ts.isJsxElement(node) ||
    ts.isJsxSelfClosingElement(node) ||
    ts.isJsxFragment(node) ||
    Boolean(ts.forEachChild(node, child => hasElement(child) || undefined))
  )
}

function isPlain(node) {
  if (isNothing(node)) return true
  if (ts.isParenthesizedExpression(node)) return isPlain(node.expression)
  if (ts.isConditionalExpression(node)) return isPlain(node.whenTrue) && isPlain(node.whenFalse)
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
}

/** The text of a node within its sentence. */
function flat(node) {
  if (ts.isJsxText(node)) return joined(node.text)
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node))
    return (
      node.head.text +
      node.templateSpans.map(span => flat(span.expression) + span.literal.text).join('')
    )
  if (ts.isJsxExpression(node)) return node.expression ? flat(node.expression) : ''
  if (ts.isJsxElement(node)) return node.children.map(flat).join('')
  if (ts.isParenthesizedExpression(node)) return flat(node.expression)
  if (ts.isConditionalExpression(node))
    return `[${[node.whenTrue, node.whenFalse].map(flat).filter(Boolean).join(' / ')}]`
  if (isNothing(node)) return ''
  return filledIn(node)
}

function isNothing(node) {
  return node.kind === ts.SyntaxKind.NullKeyword || node.getText() === 'undefined'
}

/** A line break within JSX text is a space, and none at its ends. */
function joined(text) {
  return text
    .split('\n')
    .map((line, at, all) => {
      const start = at === 0 ? line : line.trimStart()
      return at === all.length - 1 ? start : start.trimEnd()
    })
    .filter(Boolean)
    .join(' ')
}

function filledIn(node) {
  if (ts.isCallExpression(node) && /^(?:sayCount|wordFor)$/.test(node.expression.getText()))
    return saidCount(node)
  const name = node.getText().replace(/\s+/g, ' ')
  return `{${name.length > 40 ? GAP : name}}`
}

function saidCount(node) {
  const [count, word] = node.arguments
  const noun = word && ts.isStringLiteralLike(word) ? word.text : GAP
  return node.expression.getText() === 'sayCount' ? `{${count.getText()}} ${noun}` : noun
}

function tidy(text) {
  return text.replace(/\s+/g, ' ').trim()
}

/** A sentence, a label or a part of one: no code, no key, no address. */
function isForPeople(text) {
  const words = text.replace(/\{[^{}]*\}/g, '')
  if (
    !/\p{L}{2}/u.test(words) ||
    /[{}]|;(?! )|=>|^(?:[#./@]|https?:|--|; |default-src)/.test(words)
  )
    return false
  if (/^(?:[A-Z][a-z]+){2,}$/.test(words)) return false
  if (/^[A-Z][a-z]+(?:-[A-Z][a-z]+)+$/.test(words)) return false
  return /^[^a-z]*\p{Lu}\p{Ll}/u.test(words) || / \p{L}+[ ,.]/u.test(words)
}
