// Replays the public log of what came after the decision, for verify.mjs. Like it, shares no code with the program.

const LEAST_SECONDS = 59 * 60
const INSTANT = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`
const NUMBER = String.raw`[1-9]\d{0,9}`
/** Code, tickets and until of each kind. */
const KINDS = {
  added: ['-', NUMBER, '-'],
  removed: ['-', NUMBER, '-'],
  joined: ['[a-z0-9]+', `${NUMBER}(?:,${NUMBER})*`, '-'],
  sizes: ['[a-z0-9]+', `${NUMBER}(?:,${NUMBER})*`, '-'],
  left: ['[a-z0-9]+', '-', '-'],
  rejoined: ['[a-z0-9]+', '-', '-'],
  skipped: ['[a-z0-9]+', '-', '-'],
  returned: ['[a-z0-9]+', NUMBER, '-'],
  recalled: ['[a-z0-9]+', NUMBER, '-'],
  released: ['[a-z0-9]+', NUMBER, '-'],
  lowered: ['[a-z0-9]+', NUMBER, '-'],
  given: ['[a-z0-9]+', NUMBER, '-'],
  offered: ['[a-z0-9]+', NUMBER, INSTANT],
  shortened: ['[a-z0-9]+', '-', INSTANT],
  accepted: ['[a-z0-9]+', NUMBER, '-'],
  declined: ['[a-z0-9]+', NUMBER, '-'],
  expired: ['[a-z0-9]+', NUMBER, '-'],
  withdrawn: ['[a-z0-9]+', NUMBER, '-'],
  taken: ['[a-z0-9]+', NUMBER, '-'],
  'last-call': ['-', '-', INSTANT],
  resumed: ['-', '-', '-'],
}

function must(condition, n, problem) {
  if (!condition) throw new Error(`log, line ${n}: ${problem}`)
}

/** @returns {object[]} one for each line; instants in seconds */
export function readLog(text) {
  if (text === '') return []
  const lines = text.split('\n')
  must(lines.pop() === '', lines.length + 1, 'must end with a line feed')
  return lines.map((line, index) => readLine(line, index + 1))
}

function readLine(line, n) {
  const [number, at, kind, code, tickets, until] = line.split('|')
  must(Object.hasOwn(KINDS, kind ?? ''), n, 'has an unknown kind')
  const form = [n, INSTANT, kind, ...KINDS[kind]].join(String.raw`\|`)
  must(new RegExp(`^${form}$`).test(line), n, `is not what a line ${n} of the kind ${kind} is`)
  const sizes = kind === 'joined' || kind === 'sizes' ? tickets.split(',').map(Number) : []
  must(
    sizes.every((size, k) => k === 0 || size < sizes[k - 1]),
    n,
    'has sizes that do not descend',
  )
  const amounts = sizes.length > 0 ? sizes : tickets === '-' ? [] : [Number(tickets)]
  must(
    amounts.every(amount => amount <= 1_000_000_000),
    n,
    'has more tickets than anybody can have',
  )
  return {
    n: Number(number),
    text: line,
    at: secondsOf(at, n),
    kind,
    code,
    tickets: sizes.length > 0 ? 0 : (amounts[0] ?? 0),
    sizes,
    until: until === '-' ? null : secondsOf(until, n),
  }
}

function secondsOf(text, n) {
  const milliseconds = Date.parse(text)
  const isThere = new Date(milliseconds || 0).toISOString() === text.replace('Z', '.000Z')
  must(isThere, n, `${text} is no instant`)
  return milliseconds / 1000
}

/** Who was decided about by a draw, in its order. @returns the state before the log */
export function stateOfDraw({ ranking, result, overrides, pins, roll, capacity, heldBack }) {
  const sizes = new Map(
    roll
      .split('\n')
      .filter(Boolean)
      .map(line => [line.split('|')[0], line.split('|')[1].split(',').map(Number)]),
  )
  const setTo = new Map([...pins, ...overrides].map(({ code, amount }) => [code, amount]))
  const people = ranking.map((code, index) =>
    person(code, sizes.get(code), index + 1, {
      holding: overrides.find(each => each.code === code)?.amount ?? result[code],
      isSetToNone: setTo.get(code) === 0,
    }),
  )
  const held = people.reduce((total, { holding }) => total + holding, 0)
  // Overrides beyond what was not held back lower what is held back: the log begins with them.
  return stateOf(people, capacity - heldBack - held)
}

/** Its log begins with what was decided, which may be more than there is: holdings that were moved in. */
export function stateByHand() {
  return { ...stateOf([], 0), isBeginningByHand: true }
}

function stateOf(people, free) {
  const byCode = new Map(people.map(each => [each.code, each]))
  return { people: byCode, free, nextPlace: people.length + 1, isLastCall: false, at: 0 }
}

function person(code, sizes, place, { holding = 0, isSetToNone = false } = {}) {
  return { code, sizes, place, holding, isSetToNone, level: 0, isWilling: true, offer: null }
}

/**
 * @param sha256 of verify.mjs
 * @returns what to print; throws at the first line that nothing allows, or that the rule does not give
 */
export function replayLog(state, lines, { head, sha256, kept }) {
  const finalizing = lines.findIndex(line => !isOfFinalizing(line, lines[0].at))
  const past = []
  let since = null
  let longest = 0
  let current = head
  lines.forEach((line, index) => {
    must(line.at >= state.at, line.n, 'comes before the line above it')
    if (since !== null) longest = Math.max(longest, line.at - since)
    if (line.kind === 'offered' && lines[index - 1]?.kind !== 'offered')
      checkDealing(state, lines, index)
    if (line.kind === 'given' && since !== null && finalizing !== -1 && index >= finalizing)
      past.push(line.n)
    if (!isOfFinalizing(line, lines[0].at)) state.isBeginningByHand = false
    apply(state, line)
    state.at = line.at
    const isInDealing = line.kind === 'offered' && lines[index + 1]?.kind === 'offered'
    if (!isInDealing) since = state.isLastCall || !nextStep(state) ? null : (since ?? line.at)
    current = sha256(`${current}|${line.text}`)
    if (kept?.n === line.n)
      must(current === kept.head, line.n, `its head is ${current}, not ${kept.head}`)
  })
  must(!kept || kept.n <= lines.length, lines.length, `is the last: there is no line ${kept?.n}`)
  return [
    `${lines.length} lines, head ${current}`,
    ...past.map(n => `line ${n} gave tickets while something fitted somebody who waited`),
    `something fitted and was not offered for ${longest} seconds at the longest`,
  ]
}

function isOfFinalizing({ at, kind }, finalizedAt) {
  return at === finalizedAt && ['added', 'removed', 'joined', 'given'].includes(kind)
}

/** Whose turn it is now: nobody with an open offer, least of tier, level and place, if their next size fits. */
function nextStep({ people, free }) {
  let found = null
  for (const each of people.values()) {
    if (!each.isWilling || each.isSetToNone || each.offer) continue
    const above = each.sizes.filter(size => size > each.holding)
    const tickets = Math.min(...above) - each.holding
    if (above.length > 0 && tickets <= free && (!found || isBefore(each, found.of)))
      found = { of: each, tickets }
  }
  return found
}

function isBefore(a, b) {
  const [tierA, tierB] = [a.holding > 0, b.holding > 0]
  if (tierA !== tierB) return tierB
  return a.level !== b.level ? a.level < b.level : a.place < b.place
}

function checkDealing(state, lines, start) {
  const copy = {
    free: state.free,
    people: new Map([...state.people].map(([code, each]) => [code, { ...each }])),
  }
  const due = new Map()
  for (let step = nextStep(copy); step; step = nextStep(copy)) {
    const { of, tickets } = step
    if (of.holding > 0) of.level += 1
    of.holding += tickets
    copy.free -= tickets
    due.set(of.code, (due.get(of.code) ?? 0) + tickets)
  }
  let index = start
  for (const [code, tickets] of due) {
    const line = lines[index]
    const isDue = line?.kind === 'offered' && line.code === code && line.tickets === tickets
    must(isDue, index + 1, `the rule offers ${tickets} to ${code} here`)
    must(line.at === lines[start].at, line.n, 'is of another instant than its dealing')
    index += 1
  }
  must(lines[index]?.kind !== 'offered', index + 1, 'the rule offers nothing more here')
}

function apply(state, line) {
  const { n, kind, code, tickets } = line
  if (kind === 'added') state.free += tickets
  else if (kind === 'removed') takeFree(state, line)
  else if (kind === 'last-call') {
    must(!state.isLastCall, n, 'the last call has begun already')
    state.isLastCall = true
  } else if (kind === 'resumed') {
    must(state.isLastCall, n, 'there is no last call to end')
    state.isLastCall = false
  } else if (kind === 'joined') {
    must(!state.people.has(code), n, `${code} is there already`)
    state.people.set(code, person(code, line.sizes, state.nextPlace++))
  } else {
    must(state.people.has(code), n, `${code} is not known`)
    const of = state.people.get(code)
    if (['accepted', 'declined', 'expired', 'withdrawn', 'shortened'].includes(kind)) {
      must(of.offer, n, `${code} has no open offer`)
      answer(state, of, line)
    } else {
      must(!of.offer, n, `${code} has an open offer`)
      move(state, of, line)
    }
  }
}

function takeFree(state, { n, tickets }) {
  must(tickets <= state.free, n, `only ${state.free} are free`)
  state.free -= tickets
}

function answer(state, of, { n, at, kind, tickets, until }) {
  if (kind === 'shortened') {
    must(until < of.offer.until && until - at >= LEAST_SECONDS, n, 'is no such shortening')
    of.offer.until = until
    return
  }
  if (kind === 'accepted') {
    must(at < of.offer.until, n, 'came when the offer had ended')
    must(tickets <= of.offer.tickets, n, `only ${of.offer.tickets} were offered`)
    const passed = of.sizes.filter(size => size > of.holding && size <= of.holding + tickets)
    must(passed.includes(of.holding + tickets), n, 'comes to a number that is not listed')
    of.level += of.holding > 0 ? passed.length : passed.length - 1
    of.holding += tickets
    of.isWilling = tickets === of.offer.tickets
    state.free += of.offer.tickets - tickets
  } else {
    must(tickets === of.offer.tickets, n, `${of.offer.tickets} were offered`)
    must(kind !== 'expired' || at >= of.offer.until, n, 'the offer had not ended')
    if (kind !== 'withdrawn') of.isWilling = false
    state.free += tickets
  }
  of.offer = null
}

function move(state, of, line) {
  const { n, at, kind, tickets, until, sizes } = line
  if (kind === 'offered') {
    must(!state.isLastCall, n, 'nothing is offered in the last call')
    must(until - at >= LEAST_SECONDS, n, 'leaves less than 59 minutes')
    takeFree(state, line)
    of.offer = { tickets, until }
  } else if (kind === 'given' || kind === 'taken') {
    if (kind === 'taken') {
      must(state.isLastCall, n, 'there is no last call')
      must(of.sizes.includes(of.holding + tickets), n, 'comes to a number that is not listed')
    }
    if (state.isBeginningByHand) state.free -= tickets
    else takeFree(state, line)
    of.holding += tickets
  } else if (kind === 'sizes') {
    const isLess = sizes.length < of.sizes.length && sizes.every(size => of.sizes.includes(size))
    must(isLess, n, 'strikes out nothing, or adds')
    of.sizes = sizes
  } else if (kind === 'rejoined') of.isWilling = true
  else if (kind === 'left' || kind === 'skipped') of.isWilling = false
  else giveBack(state, of, line)
}

function giveBack(state, of, { n, kind, tickets }) {
  must(tickets <= of.holding, n, `${of.code} holds only ${of.holding}`)
  of.holding -= tickets
  of.isWilling = false
  state.free += tickets
  if (kind === 'lowered') of.isSetToNone = of.holding === 0
  else of.place = state.nextPlace++
}
