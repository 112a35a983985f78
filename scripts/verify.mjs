// Checks a published draw: recomputes every step from the document alone and stops at the first that fails. Shares no
// code with the program that made the draw, and needs only Node or Deno:
//   node scripts/verify.mjs FILE
//   deno run --allow-read scripts/verify.mjs FILE

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import process from 'node:process'

const sha256 = text => createHash('sha256').update(text, 'utf8').digest('hex')
const sum = numbers => numbers.reduce((total, number) => total + number, 0)
const LARGEST = 1_000_000_000
const isWhole = (value, least) => Number.isInteger(value) && value >= least && value <= LARGEST

function must(condition, problem) {
  if (!condition) throw new Error(problem)
}

// ---------------------------------------------------------------- The form of the document

const RULES = ['fair-share', 'plain', 'most-people', 'even-shares', 'fill']
const ORDERS = ['draw', 'weighted', 'rotation', 'first-come']
const isText = value => typeof value === 'string'
const isTextOrNull = value => value === null || isText(value)
const isHash = value => isText(value) && /^[0-9a-f]{64}$/.test(value)
const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value)
const hasOnly = (value, names) => isObject(value) && Object.keys(value).sort().join() === names
const isSetByHand = value =>
  hasOnly(value, 'amount,code,reason') &&
  isText(value.code) &&
  isWhole(value.amount, 0) &&
  isText(value.reason)

const FIELDS = {
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
  pins: value => Array.isArray(value) && value.every(isSetByHand),
  overrides: value => Array.isArray(value) && value.every(isSetByHand),
  ranking: value => Array.isArray(value) && value.every(isText),
  result: value => isObject(value) && Object.values(value).every(amount => isWhole(amount, 0)),
}

/** Refuses JSON that programs may read differently: repeated keys, numbers not in digits, lone surrogates. */
function readJson(json) {
  const document = JSON.parse(json)
  const keys = []
  let text
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]|[^\s"{}[\]:,]+/g)) {
    if (token === '{' || token === '[') keys.push(new Set())
    else if (token === '}' || token === ']') keys.pop()
    else if (token === ':') {
      must(!keys.at(-1).has(text), `${text}: is there twice`)
      keys.at(-1).add(text)
    } else if (token.startsWith('"')) {
      text = JSON.parse(token)
      must(!/\p{Cs}/u.test(text), 'the document has half of a character (a lone surrogate)')
    } else
      must(
        !/^-?\d/.test(token) || /^(0|[1-9]\d*)$/.test(token),
        `${token}: is not written in digits`,
      )
  }
  return document
}

function checkForm(document) {
  must(isObject(document), 'the document is not an object')
  for (const [field, isRight] of Object.entries(FIELDS)) {
    must(Object.hasOwn(document, field), `${field}: is missing`)
    must(isRight(document[field]), `${field}: cannot be ${JSON.stringify(document[field])}`)
  }
  const extra = Object.keys(document).find(field => !Object.hasOwn(FIELDS, field))
  must(extra === undefined, `${extra}: is not a field of a draw`)
}

// ---------------------------------------------------------------- The roll and the ranking

/** One line an entry: code|sizes|weight|priority, sorted by code. */
function readRoll(roll) {
  must(roll === '' || roll.endsWith('\n'), 'roll: does not end with a line feed')
  const entries = roll
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const match = /^([a-z0-9]+)\|([1-9]\d*(?:,[1-9]\d*)*)\|([1-9]\d*)\|(0|[1-9]\d*)$/.exec(line)
      must(match, `roll, line ${index + 1}: cannot be ${JSON.stringify(line)}`)
      const sizes = match[2].split(',').map(Number)
      const isSmall = [...sizes, match[3], match[4]].every(number => Number(number) <= LARGEST)
      must(isSmall, `roll, line ${index + 1}: a number is larger than ${LARGEST}`)
      const descend = sizes.every((size, k) => k === 0 || size < sizes[k - 1])
      must(descend, `roll, line ${index + 1}: sizes ${sizes} do not descend`)
      return { code: match[1], sizes, weight: Number(match[3]), priority: Number(match[4]) }
    })
  entries.forEach(({ code }, index) => {
    const follows = index === 0 || entries[index - 1].code < code
    must(follows, `roll, line ${index + 1}: code ${code} is out of order or there twice`)
  })
  return entries
}

/** Priority first, the highest before; then the lowest of as many hashes as there is weight. */
function rank(entries, seed) {
  for (const entry of entries) {
    entry.key = sha256(`${seed}:${entry.code}:1`)
    for (let j = 2; j <= entry.weight; j++) {
      const hash = sha256(`${seed}:${entry.code}:${j}`)
      if (hash < entry.key) entry.key = hash
    }
  }
  return [...entries].sort((a, b) => b.priority - a.priority || (a.key < b.key ? -1 : 1))
}

// ---------------------------------------------------------------- The rules
// Each takes the lists of sizes in draw order and the tickets to give, and returns the amounts.

function fairShare(lists, tickets) {
  let left = tickets
  const amounts = lists.map(sizes => {
    const smallest = sizes[sizes.length - 1]
    const amount = smallest <= left ? smallest : 0
    left -= amount
    return amount
  })
  let changed = true
  while (changed) {
    changed = false
    for (let i = 0; i < lists.length && left > 0; i++) {
      const next = amounts[i] > 0 ? lists[i][lists[i].indexOf(amounts[i]) - 1] : undefined
      if (next === undefined || next - amounts[i] > left) continue
      left -= next - amounts[i]
      amounts[i] = next
      changed = true
    }
  }
  return amounts
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

// One whole number that ranks the first aim before the second: `base` exceeds any sum of a lower place, so places
// cannot run over. 0 tickets are worth 0.
function worthUnder(rule, lists, tickets) {
  if (rule === 'most-people') return amount => BigInt(tickets + 1) + BigInt(amount)
  const base = BigInt(lists.length + 1)
  if (rule === 'fill') return amount => BigInt(amount) * base + 1n
  // Even shares: fewest with 0, then fewest with the smallest size, and so on upwards.
  const sizes = [...new Set(lists.flat())].sort((a, b) => a - b)
  const place = new Map(sizes.map((size, k) => [size, base ** BigInt(sizes.length - 1 - k)]))
  const nothing = base ** BigInt(sizes.length)
  return amount => nothing - place.get(amount)
}

// The greatest total worth; among equals, the most for the first in order, then the second … best[c] is the greatest
// worth that entries from i on reach with c tickets. From the last entry to the first, choice[i][c] is the amount that
// reaches it, the larger of equals.
function exact(rule, lists, tickets) {
  const worth = worthUnder(rule, lists, tickets)
  const best = new Array(tickets + 1).fill(0n)
  const choice = lists.map(() => new Int32Array(tickets + 1))
  for (let i = lists.length - 1; i >= 0; i--) {
    const sizes = lists[i].map(size => [size, worth(size)])
    for (let c = tickets; c > 0; c--) {
      for (const [size, gain] of sizes) {
        if (size > c) continue
        const total = best[c - size] + gain
        // Until a size reaches more, best[c] is the worth of giving nothing here.
        if (total < best[c] || (total === best[c] && choice[i][c] > 0)) continue
        best[c] = total
        choice[i][c] = size
      }
    }
  }
  let left = tickets
  return choice.map(row => {
    const amount = row[left]
    left -= amount
    return amount
  })
}

function allocate({ rule, options, capacity, heldBack, pins }, ranked) {
  const pinned = new Map(pins.map(({ code, amount }) => [code, amount]))
  const tickets = capacity - heldBack - sum([...pinned.values()])
  const lists = ranked.filter(({ code }) => !pinned.has(code)).map(({ sizes }) => sizes)
  const wanted = sum(lists.map(sizes => sizes[0]))
  let amounts
  if (rule === 'fair-share') amounts = fairShare(lists, tickets)
  else if (rule === 'plain') amounts = plain(lists, tickets, options.cap)
  else if (wanted <= tickets) amounts = lists.map(sizes => sizes[0])
  else amounts = exact(rule, lists, tickets)
  let next = 0
  return ranked.map(({ code }) => pinned.get(code) ?? amounts[next++])
}

// ---------------------------------------------------------------- The steps

function checkSetByHand(document, entries) {
  const codes = new Set(entries.map(({ code }) => code))
  for (const field of ['pins', 'overrides']) {
    const own = document[field].map(({ code }) => code)
    const stranger = own.find((code, k) => !codes.has(code) || own.indexOf(code) !== k)
    must(stranger === undefined, `${field}: ${stranger} is not in the roll or there twice`)
  }
  const taken = sum(document.pins.map(({ amount }) => amount)) + document.heldBack
  must(
    taken <= document.capacity,
    `capacity: ${document.capacity} is fewer than ${taken} taken off`,
  )
}

function checkHash(name, formula, computed, given) {
  must(computed === given, `${name}: ${formula} is ${computed}, not ${given}`)
  return `${formula}\n     ${computed}`
}

function checkRanking(ranking, ranked) {
  must(ranking.length === ranked.length, `ranking: ${ranking.length} codes for ${ranked.length}`)
  ranked.forEach(({ code }, place) => {
    must(ranking[place] === code, `ranking, place ${place + 1}: ${code}, not ${ranking[place]}`)
  })
}

function checkResult(result, ranked, amounts) {
  const given = new Map(Object.entries(result))
  ranked.forEach(({ code }, place) => {
    const amount = given.get(code)
    must(amount === amounts[place], `result, ${code}: ${amounts[place]}, not ${amount}`)
  })
  must(given.size === ranked.length, `result: ${given.size} codes for ${ranked.length} entries`)
}

/** Each step checks `draw`, adds what later steps need, and returns what to print; it throws when it does not hold. */
const STEPS = {
  form(draw) {
    draw.document = readJson(draw.json)
    checkForm(draw.document)
    return `draw ${draw.document.draw} of event ${draw.document.eventId}`
  },
  commitment({ document: { secret, commitment } }) {
    return checkHash('commitment', 'sha256(secret)', sha256(secret), commitment)
  },
  rollHash({ document: { roll, rollHash } }) {
    return checkHash('rollHash', 'sha256(roll)', sha256(roll), rollHash)
  },
  roll(draw) {
    draw.entries = readRoll(draw.document.roll)
    return `${draw.entries.length} entries, sorted by code`
  },
  seed({ document: { eventId, secret, rollHash, publicValue, seed } }) {
    const text = `v1|${eventId}|${secret}|${rollHash}|${publicValue ?? ''}`
    return checkHash('seed', `sha256(${JSON.stringify(text)})`, sha256(text), seed)
  },
  'pins and overrides'({ document, entries }) {
    checkSetByHand(document, entries)
    return `${document.pins.length} pinned before the draw, ${document.overrides.length} set after`
  },
  ranking(draw) {
    const ranked = rank(draw.entries, draw.document.seed)
    checkRanking(draw.document.ranking, ranked)
    draw.ranked = ranked
    return ranked.length > 0 ? `${ranked[0].code} first, key ${ranked[0].key}` : 'nobody'
  },
  result({ document, ranked }) {
    const amounts = allocate(document, ranked)
    checkResult(document.result, ranked, amounts)
    return `${document.rule}: ${sum(amounts)} of ${document.capacity} tickets given`
  },
}

function verify(json) {
  const draw = { json }
  let number = 0
  for (const [name, check] of Object.entries(STEPS)) {
    number++
    try {
      console.log(`${number}. ${name}: holds\n     ${check(draw)}`)
    } catch (error) {
      console.log(`${number}. ${name}: does not hold\n     ${error.message}`)
      return false
    }
  }
  return true
}

const file = process.argv[2]
if (file === undefined) {
  console.error('Usage: verify FILE')
  process.exit(1)
}
let json
try {
  json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file))
} catch (error) {
  console.error(`${file}: cannot be read (${error.message})`)
  process.exit(1)
}
const holds = verify(json)
console.log(holds ? 'Every step holds.' : 'This draw is not as published.')
process.exit(holds ? 0 : 1)
