// Checks a published draw: recomputes every step from the document alone and stops at the first that fails. Shares no
// code with the program that made the draw, and needs only Node or Deno:
//   node scripts/verify.mjs FILE
//   deno run --allow-read scripts/verify.mjs FILE
// What a receipt or a mail says can be given too, in any combination:
//   --commitment X --roll-hash X --terms-hash X --line 'code|sizes|weight|priority'
// The log of what came after the decision is replayed too (verify-after.mjs must be beside this file):
//   FILE --after LOG [--head N:X], or without a draw: --after LOG --event ID
// Ends with 0 if every step holds, with 1 if one does not, with 2 if the work is too much for a verdict.

import { Buffer } from 'node:buffer'
import * as crypto from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import process from 'node:process'
import { parseArgs } from 'node:util'

// One call takes half the time, but Node has it only since 20.12.
const sha256 =
  typeof crypto.hash === 'function'
    ? data => crypto.hash('sha256', data)
    : data => crypto.createHash('sha256').update(data).digest('hex')
const sum = numbers => numbers.reduce((total, number) => total + number, 0)
const LARGEST = 1_000_000_000
const isWhole = (value, least) => Number.isInteger(value) && value >= least && value <= LARGEST

function must(condition, problem) {
  if (!condition) throw new Error(typeof problem === 'function' ? problem() : problem)
}

const cut = text => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

function shown(value) {
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : 'an object'
  return JSON.stringify(typeof value === 'string' ? cut(value) : value)
}

/** A document could hold what moves a terminal's cursor, or turns its text around. */
function say(line) {
  const escaped = sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  console.log(line.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, escaped))
}

// ---------------------------------------------------------------- The form of the document

const RULES = ['fair-share', 'plain', 'most-people', 'even-shares', 'fill']
const ORDERS = ['draw', 'weighted', 'rotation', 'first-come']
const isText = value => typeof value === 'string'
const isTextOrNull = value => value === null || isText(value)
const isHash = value => isText(value) && /^[0-9a-f]{64}$/.test(value)
const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value)
const isListOf = isItem => value => Array.isArray(value) && value.every(isItem)
const hasOnly = (value, names) => isObject(value) && Object.keys(value).sort().join() === names
const isSetByHand = value =>
  hasOnly(value, 'amount,code,reason') &&
  isText(value.code) &&
  isWhole(value.amount, 0) &&
  isText(value.reason)
const isReason = text => !/\p{Cc}/u.test(text) && /[\p{L}\p{N}]/u.test(text)
const isSetWithReason = value => isSetByHand(value) && isReason(value.reason)

const FIELDS_1 = {
  version: value => value === 1,
  eventId: isText,
  draw: value => isWhole(value, 1),
  rule: value => RULES.includes(value),
  order: value => ORDERS.includes(value),
  options: value => hasOnly(value, 'cap') && (value.cap === null || isWhole(value.cap, 1)),
  capacity: value => isWhole(value, 0),
  heldBack: value => isWhole(value, 0),
  commitment: isHash,
  secret: isHash,
  roll: isText,
  rollHash: isHash,
  publicValueSource: isTextOrNull,
  publicValue: isTextOrNull,
  seed: isHash,
  pins: isListOf(isSetByHand),
  overrides: isListOf(isSetByHand),
  ranking: isListOf(isText),
  result: value => isObject(value) && Object.values(value).every(amount => isWhole(amount, 0)),
}

const FIELDS_2 = {
  ...FIELDS_1,
  version: value => value === 2,
  eventId: value => isText(value) && /^[A-Za-z0-9_-]{1,64}$/.test(value),
  terms: isText,
  termsHash: isHash,
  publicValue: isText,
  publicProof: isTextOrNull,
  pins: isListOf(isSetWithReason),
  overrides: isListOf(isSetWithReason),
}

/** What a document lacks whose terms are locked and whose draw is still to come. */
const DRAWN = ['publicValue', 'publicProof', 'seed', 'ranking', 'result']

/** Refuses JSON that programs may read differently: repeated keys, numbers not in digits, lone surrogates. */
function refuseAmbiguous(json) {
  const keys = []
  let text
  const tokens = /["{}[\]:]|[^\s"{}[\]:,]+/g
  for (let match = tokens.exec(json); match; match = tokens.exec(json)) {
    const [token] = match
    if (token === '{' || token === '[') keys.push(new Set())
    else if (token === '}' || token === ']') keys.pop()
    else if (token === ':') {
      must(!keys.at(-1)?.has(text), () => `${cut(text)}: is there twice`)
      keys.at(-1)?.add(text)
    } else if (token === '"') {
      tokens.lastIndex = endOfText(json, match.index)
      text = readText(json.slice(match.index, tokens.lastIndex))
    } else {
      const isOdd = /^-?\d/.test(token) && !/^(0|[1-9]\d*)$/.test(token)
      must(!isOdd, () => `${cut(token)}: is not written in digits`)
    }
  }
}

function endOfText(json, start) {
  for (let end = json.indexOf('"', start + 1); end > 0; end = json.indexOf('"', end + 1)) {
    let slash = end
    while (json[slash - 1] === '\\') slash--
    if ((end - slash) % 2 === 0) return end + 1
  }
  throw new Error('a text does not end')
}

function readText(written) {
  const text = written.includes('\\') ? JSON.parse(written) : written.slice(1, -1)
  must(!/\p{Cs}/u.test(text), 'the document has half of a character (a lone surrogate)')
  return text
}

function checkForm(document) {
  must(isObject(document), 'the document is not an object')
  const fields = { ...(document.version === 2 ? FIELDS_2 : FIELDS_1) }
  const isLocked = document.version === 2 && !DRAWN.some(field => Object.hasOwn(document, field))
  if (isLocked) for (const field of DRAWN) delete fields[field]
  for (const [field, isRight] of Object.entries(fields)) {
    must(Object.hasOwn(document, field), `${field}: is missing`)
    must(isRight(document[field]), () => `${field}: cannot be ${shown(document[field])}`)
  }
  const extra = Object.keys(document).find(field => !Object.hasOwn(fields, field))
  must(extra === undefined, () => `${cut(extra)}: is not a field of a draw`)
  const { version, rule, options } = document
  must(version === 1 || options.cap === null || rule === 'plain', `options: ${rule} has no cap`)
  return { isLocked }
}

// ---------------------------------------------------------------- The roll and the ranking

/** One line an entry: code|sizes|weight|priority, sorted by code. */
function readRoll(roll) {
  must(roll === '' || roll.endsWith('\n'), 'roll: does not end with a line feed')
  const entries = []
  const lists = new Map()
  let last = ''
  for (let start = 0; start < roll.length; ) {
    const end = roll.indexOf('\n', start)
    const place = `roll, line ${entries.length + 1}`
    const entry = readLine(roll.slice(start, end), place, lists)
    must(last < entry.code, () => `${place}: code ${entry.code} is out of order or there twice`)
    entries.push(entry)
    last = entry.code
    start = end + 1
  }
  return entries
}

/** Most people ask for the same few lists of sizes, which are kept once. */
function readLine(line, place, lists) {
  const [code, sizes = '', weight, priority, ...more] = line.split('|')
  const isRight =
    more.length === 0 &&
    /^[a-z0-9]+$/.test(code) &&
    /^[1-9]\d*$/.test(weight) &&
    /^(0|[1-9]\d*)$/.test(priority)
  must(isRight, () => `${place}: cannot be ${shown(line)}`)
  const isSmall = weight <= LARGEST && priority <= LARGEST
  must(isSmall, () => `${place}: a number is larger than ${LARGEST}`)
  if (!lists.has(sizes)) lists.set(sizes, readSizes(sizes, place))
  return {
    code,
    sizes: lists.get(sizes),
    weight: Number(weight),
    priority: Number(priority),
  }
}

function readSizes(text, place) {
  const sizes = text.split(',').map(size => (/^[1-9]\d*$/.test(size) ? Number(size) : Infinity))
  must(sizes[0] <= LARGEST, () => `${place}: sizes cannot be ${shown(text)}`)
  const descend = sizes.every((size, k) => k === 0 || size < sizes[k - 1])
  must(descend, () => `${place}: sizes ${cut(text)} do not descend`)
  return sizes
}

/** The order leaves nobody more weight or priority than it says. */
function checkOrder(order, entries) {
  const priorities = new Set(entries.map(({ priority }) => priority))
  const isEach = priorities.size === entries.length && !priorities.has(0)
  entries.forEach(({ weight, priority }, index) => {
    const place = `roll, line ${index + 1}: under ${order}`
    must(order === 'weighted' || weight === 1, () => `${place} the weight cannot be ${weight}`)
    const isNone = order === 'rotation' || order === 'first-come' || priority === 0
    must(isNone, () => `${place} the priority cannot be ${priority}`)
    const isPlace = order !== 'first-come' || (isEach && priority <= entries.length)
    must(isPlace, () => `${place} the priorities must be 1 to ${entries.length}, once each`)
  })
}

/** Priority first, the highest before; then the lowest key. A million keys take too much room: 12 digits mostly do. */
function rank(entries, seed) {
  const key = place => keyOf(seed, entries[place].code, entries[place].weight)
  const starts = Float64Array.from(entries.keys(), place => Number(`0x${key(place).slice(0, 12)}`))
  return Array.from(entries.keys())
    .sort(
      (a, b) =>
        entries[b].priority - entries[a].priority ||
        starts[a] - starts[b] ||
        (key(a) < key(b) ? -1 : 1),
    )
    .map(place => entries[place])
}

/** The lowest of as many hashes as there is weight. */
function keyOf(seed, code, weight) {
  let key = sha256(`${seed}:${code}:1`)
  for (let j = 2; j <= weight; j++) {
    const hash = sha256(`${seed}:${code}:${j}`)
    if (hash < key) key = hash
  }
  return key
}

// ---------------------------------------------------------------- The terms

/** The terms that the other fields of the document make. */
function termsOf({ draw, rule, order, options, capacity, heldBack, publicValueSource, pins }) {
  return [
    `draw|${draw}`,
    `rule|${rule}`,
    `order|${order}`,
    `cap|${options.cap ?? '-'}`,
    `capacity|${capacity}`,
    `heldBack|${heldBack}`,
    `source|${publicValueSource ?? '-'}`,
    `pins|${pins.length === 0 ? '-' : sha256(pinsText(pins))}`,
    'shares|-',
    'parties|-',
    '',
  ].join('\n')
}

function pinsText(pins) {
  const sorted = [...pins].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  return sorted.map(({ code, amount, reason }) => `${code}|${amount}|${sha256(reason)}\n`).join('')
}

function checkTerms(document) {
  const expected = termsOf(document)
  if (document.terms === expected) return expected.split('\n').length - 1
  const [given, lines] = [document.terms.split('\n'), expected.split('\n')]
  const at = lines.findIndex((line, index) => line !== given[index])
  const [wanted, found] = at < 0 ? ['', given[lines.length]] : [lines[at], given[at]]
  const place = at < 0 ? lines.length : at
  throw new Error(
    `terms, line ${place + 1}: ${shown(wanted)} by the other fields, not ${shown(found ?? 'nothing')}`,
  )
}

// ---------------------------------------------------------------- The source of the public value

/** https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/info */
const QUICKNET = {
  chain: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  domain: 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_',
}

/** The prime of the field of BLS12-381. */
const P =
  0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn

function readSource(text) {
  if (text === null) return { kind: 'none' }
  const [, chain, round] = /^drand:([0-9a-f]{64}):([1-9]\d*)$/.exec(text) ?? []
  if (chain !== undefined && Number(round) <= LARGEST) return { kind: 'drand', chain, round }
  const [, instant, named] = /^numbers:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ):(.*)$/su.exec(text) ?? []
  must(
    named !== undefined && isInstant(instant) && isNameOfNumbers(named),
    () => `publicValueSource: cannot be ${shown(text)}`,
  )
  return { kind: 'numbers', instant, named }
}

/** 30 February has the shape of a date and is none. */
function isInstant(text) {
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString() === text.replace('Z', '.000Z')
}

function isNameOfNumbers(text) {
  const length = [...text.slice(0, 401)].length
  return (
    length >= 1 && length <= 200 && text === text.trim() && !/[\p{Cc}\p{Zl}\p{Zp}|]/u.test(text)
  )
}

/** 1 to 20 whole numbers of at most 9 digits, ascending, with one space between. */
function isNumbers(text) {
  const words = text.split(' ')
  return (
    words.length <= 20 &&
    words.every(word => /^(0|[1-9]\d{0,8})$/.test(word)) &&
    words.every((word, k) => k === 0 || Number(words[k - 1]) <= Number(word))
  )
}

const CHECKS_OF_SOURCE = {
  none({ publicValue, publicProof }) {
    must(
      publicValue === '',
      () => `publicValue: without a source it cannot be ${shown(publicValue)}`,
    )
    must(publicProof === null, 'publicProof: there is none without a source')
    return ['no public value', 'whoever holds the secret could have tried others']
  },
  numbers({ publicValue, publicProof }, { instant, named }) {
    must(isNumbers(publicValue), () => `publicValue: cannot be ${shown(publicValue)}`)
    must(publicProof === null, 'publicProof: there is none for numbers')
    return [`numbers not known before ${instant}: ${publicValue}`, `look them up: ${named}`]
  },
  async drand({ publicValue, publicProof }, { round }) {
    checkProofText(publicProof)
    const bytes = Buffer.from(publicProof, 'hex')
    checkHash('publicValue', 'sha256(bytes of publicProof)', sha256(bytes), publicValue)
    const { bls12_381: curve } = await import('@noble/curves/bls12-381').catch(() => ({}))
    if (curve?.shortSignatures === undefined)
      return [`round ${round} of drand`, `not checked: signature of round ${round}`]
    checkSignature(curve, round, publicProof)
    return [`round ${round} of drand, with its signature`]
  },
}

async function checkSource(document, isLocked) {
  const source = readSource(document.publicValueSource)
  const isKnown = source.kind !== 'drand' || source.chain === QUICKNET.chain
  must(isKnown, () => `publicValueSource: unknown chain ${source.chain}, not drand's quicknet`)
  if (!isLocked) return CHECKS_OF_SOURCE[source.kind](document, source)
  must(source.kind !== 'none', 'publicValue: is missing, although no source has to be waited for')
  return [`the value is still to come: ${document.publicValueSource}`]
}

/** The one form of a compressed point: x + p, which some programs take for x, is another text. */
function checkProofText(text) {
  must(isText(text) && /^[0-9a-f]{96}$/.test(text), () => `publicProof: cannot be ${shown(text)}`)
  const flags = Number.parseInt(text[0], 16)
  must(flags >= 8, 'publicProof: is not a compressed point')
  must((flags & 4) === 0, 'publicProof: is the point at infinity')
  const x = BigInt(`0x${text}`) & ((1n << 381n) - 1n)
  must(x < P, 'publicProof: is not in canonical form: x is not below the prime of the field')
}

function checkSignature({ G1, shortSignatures }, round, text) {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(round))
  const hashed = crypto.createHash('sha256').update(message).digest()
  let point
  try {
    point = G1.Point.fromHex(text)
    point.assertValidity()
  } catch (error) {
    throw new Error(`publicProof: is no point of the group (${error.message})`)
  }
  must(point.toHex(true) === text, 'publicProof: is not in canonical form')
  const isGenuine = shortSignatures.verify(
    point,
    shortSignatures.hash(hashed, QUICKNET.domain),
    QUICKNET.publicKey,
  )
  must(isGenuine, `publicProof: is not the signature of round ${round} of drand's quicknet`)
}

// ---------------------------------------------------------------- The rules
// Each takes the lists of sizes in draw order and the tickets to give, and returns the amounts.

function fairShare(lists, tickets) {
  let left = tickets
  const held = lists.map(sizes => {
    const smallest = sizes.at(-1)
    if (smallest > left) return sizes.length
    left -= smallest
    return sizes.length - 1
  })
  // Tickets only get fewer: a step that does not fit will not fit later, and that person leaves the rounds.
  let climbing = [...held.keys()].filter(i => held[i] < lists[i].length)
  while (climbing.length > 0)
    climbing = climbing.filter(i => {
      const step = held[i] === 0 ? Infinity : lists[i][held[i] - 1] - lists[i][held[i]]
      if (step > left) return false
      left -= step
      held[i]--
      return true
    })
  return lists.map((sizes, i) => sizes[held[i]] ?? 0)
}

function plain(lists, tickets, cap) {
  let left = tickets
  const amounts = lists.map(() => 0)
  for (const most of cap === null ? [Infinity] : [cap, Infinity]) {
    lists.forEach((sizes, i) => {
      const has = amounts[i]
      const larger = sizes.find(size => size <= most && size > has && size - has <= left)
      if (larger === undefined) return
      left -= larger - has
      amounts[i] = larger
    })
  }
  return amounts
}

// What a rule wants most, then next, and so on: what an amount adds to each count, and how large the count can get.
function countsUnder(rule, lists, tickets) {
  const askers = new Map()
  for (const sizes of lists)
    for (const size of sizes) if (size <= tickets) askers.set(size, (askers.get(size) ?? 0) + 1)
  const sizes = [...askers.keys()].sort((a, b) => a - b)
  const upTo = (people, size) => Math.min(people, Math.floor(tickets / size))
  const served = { of: () => 1, most: upTo(lists.length, sizes[0] ?? 1) }
  const given = { of: amount => amount, most: tickets }
  if (rule === 'most-people') return [served, given]
  if (rule === 'fill') return [given, served]
  // Even shares: fewest with 0, then fewest with the smallest size, and so on; those with the largest are the rest.
  const fewest = sizes.slice(0, -1).map(size => ({
    of: amount => (amount === size ? -1 : 0),
    most: upTo(askers.get(size), size),
  }))
  return [served, ...fewest]
}

// As many counts as fit go into one number, like digits: none can run over into the one before it.
function digitsOf(counts) {
  const groups = []
  let span = Infinity
  for (const count of counts) {
    span *= count.most + 1
    if (span > Number.MAX_SAFE_INTEGER) {
      groups.push([])
      span = count.most + 1
    }
    groups.at(-1).push(count)
  }
  return groups.map(
    group => amount => group.reduce((total, { of, most }) => total * (most + 1) + of(amount), 0),
  )
}

// The greatest total worth; among equals, the most for the first in order, then the second … From the last entry to the
// first, rows[d][c] is digit d of the greatest worth that entries from i on reach with c tickets. What each then gets is
// kept for one block of entries at a time, and worked out again from the rows at its end when it is read.
function exact(rule, lists, tickets) {
  const digits = digitsOf(countsUnder(rule, lists, tickets))
  const { width, length, blocks, Choices } = tableOf(lists, tickets, digits.length)
  const tables = lists.map(list => {
    const sizes = list.filter(size => size <= tickets).reverse()
    return { sizes, gains: digits.map(digit => Float64Array.from(sizes, digit)) }
  })
  const rows = digits.map(() => new Float64Array(width))
  const choices = new Choices(Math.min(length, lists.length) * width)
  const fill = block => {
    const first = block * length
    for (let i = Math.min(first + length, lists.length) - 1; i >= first; i--)
      putBefore(tables[i], rows, choices.subarray((i - first) * width, (i - first + 1) * width))
  }
  const ends = []
  for (let block = blocks - 1; block >= 0; block--) {
    ends[block] = rows.map(row => row.slice())
    fill(block)
  }
  let left = tickets
  return tables.map(({ sizes }, i) => {
    const block = Math.floor(i / length)
    if (i > 0 && i === block * length) {
      for (const [d, row] of rows.entries()) row.set(ends[block][d])
      fill(block)
    }
    const amount = sizes[choices[(i % length) * width + left] - 1] ?? 0
    left -= amount
    return amount
  })
}

/** choices[c] becomes 1 + the index of the size to take with c tickets, the larger of equals, or 0 for nothing. */
function putBefore({ sizes, gains }, rows, choices) {
  const [row] = rows
  const [gain] = gains
  const count = sizes.length
  const isOne = rows.length === 1
  const digit = (d, c, k) => (k < 0 ? rows[d][c] : rows[d][c - sizes[k]] + gains[d][k])
  const isLess = (c, k, other) => {
    let d = 1
    while (d < rows.length && digit(d, c, k) === digit(d, c, other)) d++
    return d < rows.length && digit(d, c, k) < digit(d, c, other)
  }
  for (let c = choices.length - 1; c >= 0; c--) {
    let best = row[c]
    let choice = 0
    for (let k = 0; k < count && sizes[k] <= c; k++) {
      const total = row[c - sizes[k]] + gain[k]
      if (total < best || (!isOne && total === best && isLess(c, k, choice - 1))) continue
      best = total
      choice = k + 1
    }
    for (let d = 1; d < rows.length; d++) rows[d][c] = digit(d, c, choice - 1)
    row[c] = best
    choices[c] = choice
  }
}

/** A block costs what it chooses and the rows at its end; at the root, both take as much. */
function tableOf(lists, tickets, digits) {
  const width = tickets + 1
  const Choices = lists.some(sizes => sizes.length > 255) ? Uint32Array : Uint8Array
  const rows = 8 * digits
  const length = Math.ceil(Math.max(48_000_000 / width, Math.sqrt(rows * lists.length)))
  const blocks = Math.ceil(lists.length / length)
  const sizes = sum(lists.map(own => own.length))
  return {
    ...{ width, length, blocks, Choices },
    cells: lists.length * width,
    looks: sizes * width * digits,
    bytes:
      Math.min(length, lists.length) * width * Choices.BYTES_PER_ELEMENT +
      rows * ((blocks + 1) * width + sizes),
  }
}

function contest({ rule, capacity, heldBack, pins }, entries) {
  const pinned = new Map(pins.map(({ code, amount }) => [code, amount]))
  const tickets = capacity - heldBack - sum([...pinned.values()])
  const lists = entries.filter(({ code }) => !pinned.has(code)).map(({ sizes }) => sizes)
  const isEnough = sum(lists.map(sizes => sizes[0])) <= tickets
  return { pinned, tickets, lists, isExact: !['fair-share', 'plain'].includes(rule) && !isEnough }
}

function allocate(document, ranked) {
  const { rule, options } = document
  const { pinned, tickets, lists, isExact } = contest(document, ranked)
  let amounts
  if (rule === 'fair-share') amounts = fairShare(lists, tickets)
  else if (rule === 'plain') amounts = plain(lists, tickets, options.cap)
  else if (isExact) amounts = exact(rule, lists, tickets)
  else amounts = lists.map(sizes => sizes[0])
  let next = 0
  return ranked.map(({ code }) => pinned.get(code) ?? amounts[next++])
}

// ---------------------------------------------------------------- The bound on work

/** Some minutes each on a laptop, but for looks, which take up to an hour; within 512 MB. */
const MOST = {
  'bytes of the document': 250_000_000,
  hashes: 100_000_000,
  'entries times tickets': 30_000_000_000,
  'sizes times tickets': 1_000_000_000_000,
  'bytes of the table': 260_000_000,
}

class TooMuch extends Error {}

function bound(kind, amount) {
  if (amount <= MOST[kind]) return
  throw new TooMuch(`too much work: ${amount} ${kind}, and at most ${MOST[kind]} are checked`)
}

function boundWork(document, entries) {
  bound('hashes', sum(entries.map(({ weight }) => weight)))
  const { tickets, lists, isExact } = contest(document, entries)
  if (!isExact) return
  // A width that is too large would make the counts' limits meaningless.
  bound('entries times tickets', lists.length * (tickets + 1))
  const counts = countsUnder(document.rule, lists, tickets)
  const { looks, bytes } = tableOf(lists, tickets, digitsOf(counts).length)
  bound('sizes times tickets', looks)
  bound('bytes of the table', bytes)
}

// ---------------------------------------------------------------- The steps

function checkSetByHand(document, entries) {
  const codes = new Set([...document.pins, ...document.overrides].map(({ code }) => code))
  for (const { code } of entries) codes.delete(code)
  for (const field of ['pins', 'overrides']) {
    const seen = new Set()
    for (const { code } of document[field]) {
      must(!codes.has(code), () => `${field}: ${shown(code)} is not in the roll`)
      must(!seen.has(code), () => `${field}: ${shown(code)} is there twice`)
      seen.add(code)
    }
  }
  const taken = sum(document.pins.map(({ amount }) => amount)) + document.heldBack
  must(
    taken <= document.capacity,
    `capacity: ${document.capacity} is fewer than ${taken} taken off`,
  )
}

/** Held-back tickets may be given by overrides. */
function checkTotal({ capacity, overrides, result }, entries) {
  const set = new Map(overrides.map(({ code, amount }) => [code, amount]))
  const has = code => set.get(code) ?? (Object.hasOwn(result, code) ? result[code] : 0)
  const total = sum(entries.map(({ code }) => has(code)))
  must(total <= capacity, `overrides: with the rest they are ${total} of ${capacity} tickets`)
}

function checkHash(name, formula, computed, given) {
  must(computed === given, () => `${name}: ${formula} is ${computed}, not ${shown(given)}`)
  return [formula, computed]
}

function checkRanking(ranking, ranked) {
  must(ranking.length === ranked.length, `ranking: ${ranking.length} codes for ${ranked.length}`)
  ranked.forEach(({ code }, place) => {
    must(
      ranking[place] === code,
      () => `ranking, place ${place + 1}: ${code}, not ${shown(ranking[place])}`,
    )
  })
}

function checkResult(result, ranked, amounts) {
  ranked.forEach(({ code }, place) => {
    const amount = Object.hasOwn(result, code) ? result[code] : 'missing'
    must(amount === amounts[place], () => `result, ${code}: ${amounts[place]}, not ${amount}`)
  })
  const { length } = Object.keys(result)
  must(length === ranked.length, `result: ${length} codes for ${ranked.length} entries`)
}

/** What was given from outside, by the field that it must be; a line must be on the roll. */
function checkOutside(document, outside) {
  const names = ['commitment', 'rollHash', ...(document.version === 1 ? [] : ['termsHash']), 'line']
  const wrong = Object.entries(outside).flatMap(([name, value]) => {
    if (name === 'line')
      return isOnRoll(value, document.roll) ? [] : [`line ${shown(value)} is not on the roll`]
    if (!names.includes(name)) return [`${name}: a document of version 1 has none`]
    return document[name] === value
      ? []
      : [`${name}: the document says ${document[name]}, not ${shown(value)}`]
  })
  must(wrong.length === 0, () => wrong.join('; '))
  const missing = names.filter(name => !Object.hasOwn(outside, name))
  return [
    `given, and holds: ${Object.keys(outside).join(', ')}`,
    `not given: ${missing.join(', ') || 'nothing'}`,
  ]
}

function isOnRoll(line, roll) {
  return !line.includes('\n') && `\n${roll}`.includes(`\n${line}\n`)
}

/** Each step checks `draw`, adds what later steps need, and returns the lines to print; it throws when it does not hold. */
const CHECKS = {
  form(draw) {
    bound('bytes of the document', draw.json.length)
    // Before it is read, so that not all is in memory at once: a million entries fit into 512 MB.
    refuseAmbiguous(draw.json)
    draw.document = JSON.parse(draw.json)
    draw.json = ''
    Object.assign(draw, checkForm(draw.document))
    return [`draw ${draw.document.draw} of event ${draw.document.eventId}`]
  },
  commitment({ document: { secret, commitment } }) {
    return checkHash('commitment', 'sha256(secret)', sha256(secret), commitment)
  },
  rollHash({ document: { roll, rollHash } }) {
    return checkHash('rollHash', 'sha256(roll)', sha256(roll), rollHash)
  },
  roll(draw) {
    const { document } = draw
    draw.entries = readRoll(document.roll)
    if (document.version === 2) checkOrder(document.order, draw.entries)
    return [`${draw.entries.length} entries, sorted by code`]
  },
  terms({ document }) {
    return [`${checkTerms(document)} lines, as the other fields say`]
  },
  termsHash({ document: { terms, termsHash } }) {
    return checkHash('termsHash', 'sha256(terms)', sha256(terms), termsHash)
  },
  async source(draw) {
    const [finding, note] = await checkSource(draw.document, draw.isLocked)
    if (note) draw.notes.push(note)
    return note ? [finding, note] : [finding]
  },
  seed({ document }) {
    const { version, eventId, draw, secret, rollHash, termsHash, publicValue, seed } = document
    const text =
      version === 1
        ? `v1|${eventId}|${secret}|${rollHash}|${publicValue ?? ''}`
        : `v2|${eventId}|${draw}|${secret}|${rollHash}|${termsHash}|${publicValue}`
    return checkHash('seed', `sha256(${JSON.stringify(text)})`, sha256(text), seed)
  },
  'pins and overrides'({ document, entries, isLocked }) {
    checkSetByHand(document, entries)
    if (document.version === 2 && !isLocked && document.overrides.length > 0)
      checkTotal(document, entries)
    return [
      `${document.pins.length} pinned before the draw, ${document.overrides.length} set after`,
    ]
  },
  ranking(draw) {
    boundWork(draw.document, draw.entries)
    const { seed, ranking } = draw.document
    draw.ranked = rank(draw.entries, seed)
    checkRanking(ranking, draw.ranked)
    const [first] = draw.ranked
    return [first ? `${first.code} first, key ${keyOf(seed, first.code, first.weight)}` : 'nobody']
  },
  result({ document, ranked }) {
    const amounts = allocate(document, ranked)
    checkResult(document.result, ranked, amounts)
    return [`${document.rule}: ${sum(amounts)} of ${document.capacity} tickets given`]
  },
  'from outside'({ document, outside }) {
    return checkOutside(document, outside)
  },
}

/** By what the form says of the document. */
function stepsAfterForm({ document, isLocked, outside }) {
  const left = Object.keys(outside).length > 0 ? [] : ['from outside']
  if (document.version === 1) left.push('terms', 'termsHash', 'source')
  if (isLocked) left.push('seed', 'ranking', 'result')
  return Object.keys(CHECKS).filter(name => name !== 'form' && !left.includes(name))
}

/** @returns the code to end with: 0, or 1 or 2 if a step does not hold or is too much work */
async function runSteps(draw) {
  const names = ['form']
  for (let k = 0; k < names.length; k++) {
    const label = `${k + 1}. ${names[k]}`
    try {
      const lines = await CHECKS[names[k]](draw)
      say(`${label}: holds`)
      for (const line of lines) say(`     ${line}`)
    } catch (error) {
      const isTooMuch = error instanceof TooMuch
      say(`${label}: ${isTooMuch ? 'not checked' : 'does not hold'}`)
      say(`     ${error.message}`)
      say(isTooMuch ? 'No verdict.' : 'This draw is not as published.')
      return isTooMuch ? 2 : 1
    }
    if (k === 0) names.push(...stepsAfterForm(draw))
  }
  return 0
}

async function verify(draw) {
  const code = await runSteps(draw)
  if (code !== 0) return code
  if (draw.document.version === 1)
    draw.notes.push('rule, capacity, held-back tickets and pins were bound by nothing')
  say(draw.isLocked ? 'The document is complete but for the value.' : 'Every step holds.')
  for (const note of draw.notes) say(`But: ${note}.`)
  if (Object.keys(draw.outside).length === 0)
    say('The document is consistent in itself. It was held against nothing from outside.')
  else say(`It was held against: ${Object.keys(draw.outside).join(', ')}.`)
  return draw.isLocked ? 1 : 0
}

// ---------------------------------------------------------------- The command

const OPTIONS = {
  commitment: 'commitment',
  'roll-hash': 'rollHash',
  'terms-hash': 'termsHash',
  line: 'line',
}
const OF_LOG = ['after', 'head', 'event']
const USAGE = `Usage: verify FILE [--commitment X] [--roll-hash X] [--terms-hash X] [--line 'code|sizes|weight|priority']
              [--after LOG [--head N:X]]
       verify --after LOG --event ID [--head N:X]`

function readCommand() {
  const names = [...Object.keys(OPTIONS), ...OF_LOG]
  const options = Object.fromEntries(names.map(name => [name, { type: 'string' }]))
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const { after, head, event, ...outside } = values
  must(positionals.length === (event === undefined ? 1 : 0), 'one FILE, or --event ID, is needed')
  must(after !== undefined || (head ?? event) === undefined, '--head and --event need --after LOG')
  must(event === undefined || Object.keys(outside).length === 0, 'without FILE there is no draw')
  const given = Object.entries(outside).map(([name, value]) => [OPTIONS[name], value.trim()])
  return {
    file: positionals[0],
    outside: Object.fromEntries(given),
    log: after && { file: after, kept: head && readHead(head), event },
  }
}

function readHead(text) {
  const [, n, head] = /^([1-9]\d*):([0-9a-f]{64})$/.exec(text) ?? []
  must(head, '--head is N:X, the number of a line and 64 hex digits')
  return { n: Number(n), head }
}

function readFile(file) {
  bound('bytes of the document', statSync(file).size)
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file))
}

async function run() {
  let command
  try {
    command = readCommand()
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`)
    return 1
  }
  const draw = { json: '', outside: command.outside, notes: [] }
  let log
  try {
    if (command.log) log = readFile(command.log.file)
    if (command.file) draw.json = readFile(command.file)
  } catch (error) {
    console.error(`${command.file ?? command.log.file}: cannot be read (${error.message})`)
    return error instanceof TooMuch ? 2 : 1
  }
  const bytes = draw.json
  const code = command.file ? await verify(draw) : 0
  return code === 0 && command.log ? checkLog(log, command.log, { draw, bytes }) : code
}

/** @returns the code to end with */
async function checkLog(text, { kept, event }, { draw, bytes }) {
  const { readLog, replayLog, stateByHand, stateOfDraw } = await import('./verify-after.mjs')
  try {
    const state = draw.document ? stateOfDraw(draw.document) : stateByHand()
    const head = sha256(draw.document ? bytes : `by-hand|${event}`)
    const lines = replayLog(state, readLog(text), { head, sha256, kept })
    say('After the decision: holds')
    for (const line of lines) say(`     ${line}`)
    if (!kept) say('The log was held against no head from a mail.')
    return 0
  } catch (error) {
    say('After the decision: does not hold')
    say(`     ${error.message}`)
    return 1
  }
}

process.exitCode = await run()
