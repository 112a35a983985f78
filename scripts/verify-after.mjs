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
const FORMS = Object.fromEntries(
  Object.entries(KINDS).map(([kind, rest]) => {
    const form = [NUMBER, INSTANT, kind, ...rest].join(String.raw`\|`)
    return [kind, new RegExp(`^${form}$`)]
  }),
)

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
  const isInForm = number === String(n) && FORMS[kind].test(line)
  must(isInForm, n, `is not what a line ${n} of the kind ${kind} is`)
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
  const nextPlace = people.length + 1
  const state = { people: byCode, free, nextPlace, isLastCall: false, at: 0, queues: new Map() }
  for (const each of people) enqueue(state, each, turnOf(each))
  return state
}

function person(code, sizes, place, { holding = 0, isSetToNone = false } = {}) {
  const of = { code, sizes, place, holding, isSetToNone }
  return { ...of, level: 0, isWilling: true, offer: null, turn: null }
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
    const of = state.people.get(line.code)
    if (of) enqueue(state, of, turnOf(of))
    state.at = line.at
    const isInDealing = line.kind === 'offered' && lines[index + 1]?.kind === 'offered'
    if (!isInDealing)
      since = state.isLastCall || !findNext(state.queues, state.free) ? null : (since ?? line.at)
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

/** Where somebody waits for a dealing; null for nowhere. */
function turnOf({ code, isWilling, isSetToNone, offer, sizes, holding, level, place }) {
  if (!isWilling || isSetToNone || offer) return null
  const next = sizes.findLast(size => size > holding)
  if (next === undefined) return null
  return { code, step: next - holding, tier: holding > 0 ? 1 : 0, level, place }
}

/** A log has too many lines to ask everybody after each: they queue by the tickets of their next step. */
function enqueue({ queues }, of, turn) {
  if (of.turn) {
    const left = queues.get(of.turn.step)
    left.splice(indexIn(left, of.turn), 1)
    if (left.length === 0) queues.delete(of.turn.step)
  }
  of.turn = turn
  if (!turn) return
  const queue = queues.get(turn.step) ?? []
  queue.splice(indexIn(queue, turn), 0, turn)
  queues.set(turn.step, queue)
}

function indexIn(queue, turn) {
  let [low, high] = [0, queue.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(queue[middle], turn)) low = middle + 1
    else high = middle
  }
  return low
}

/** Whose turn it is: the least of tier, level and place whose next size fits. */
function findNext(queues, free) {
  let found = null
  for (const [step, [first]] of queues)
    if (step <= free && (!found || isBefore(first, found))) found = first
  return found
}

function isBefore(a, b) {
  return (a.tier - b.tier || a.level - b.level || a.place - b.place) < 0
}

function checkDealing(state, lines, start) {
  let { free } = state
  const due = new Map()
  const served = new Map()
  for (let turn = findNext(state.queues, free); turn; turn = findNext(state.queues, free)) {
    const { code, step, tier, level } = turn
    const of = served.get(code) ?? { ...state.people.get(code) }
    served.set(code, Object.assign(of, { level: level + tier, holding: of.holding + step }))
    due.set(code, (due.get(code) ?? 0) + step)
    free -= step
    // Their lines follow and take them out of the queue, or the log is refused.
    enqueue(state, state.people.get(code), turnOf(of))
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
