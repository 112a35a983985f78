import { wordFor } from '#app/values/count.ts'

type Step = {
  name: string
  holds: boolean
  finding: string
  hash?: { formula: string; computed: string; given: string }
  changed?: { count: number; entries: number }
}

const stepTitles: Record<string, string> = {
  form: 'The document is complete',
  commitment: 'The secret matches its commitment',
  rollHash: 'The roll matches its hash',
  roll: 'The roll is written correctly',
  terms: 'The terms say the same as the rest',
  termsHash: 'The terms match their hash',
  source: 'The public value comes from its source',
  seed: 'The seed comes from the published parts',
  byHand: 'The numbers set by hand fit',
  ranking: 'The order follows from the seed',
  result: 'The result follows from the order and the rule',
  outside: 'Compared with what you kept',
  log: 'The log is written correctly',
  logLines: 'Every line of the log is possible, and every offer follows the rule',
  logHead: 'The log, compared with what you kept',
}

export function VerificationReport(props: {
  verification: { holds: boolean; steps: readonly Step[]; notReached: readonly string[] }
  /** What the log of this server says of a document that holds. */
  published?: { holds: boolean; said: string } | null
}) {
  const { steps, notReached } = props.verification
  const { published } = props
  const holds = props.verification.holds && published?.holds !== false
  return (
    <section aria-labelledby="verdict" className="verification">
      <h2 id="verdict">{holds ? 'Every step holds' : sayBroken(steps)}</h2>
      {published ? <p className="lead">{published.said}</p> : null}
      <p className="lead">
        {props.verification.holds
          ? sayHolds(steps)
          : 'The first step that does not hold is marked. The steps after it were not checked.'}
      </p>
      <ol className="steps">
        {steps.map(step => (
          <li key={step.name} className={step.holds ? 'step step-holds' : 'step step-broken'}>
            <h3>
              <span className="badge">{step.holds ? '✓ holds' : '✗ does not hold'}</span>{' '}
              {stepTitles[step.name] ?? step.name}
            </h3>
            <p>{step.finding}</p>
            {step.hash ? (
              <Hashes {...step.hash} from={isOfLog(step) ? 'You kept' : 'The document says'} />
            ) : null}
          </li>
        ))}
        {notReached.map(name => (
          <li key={name} className="step step-waiting">
            <h3>
              <span className="badge badge-draft">not checked</span> {stepTitles[name] ?? name}
            </h3>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Amounts set by hand after the draw do not follow from it, so they are not verified. */
function sayHolds(steps: readonly Step[]): string {
  if (steps.every(isOfLog)) return LOG_HOLDS
  return `${sayDrawHolds(steps)}${steps.some(isOfLog) ? ` ${LOG_HOLDS}` : ''}`
}

const LOG_HOLDS =
  'Every line of the log is possible where it is, and every offer is what the rule gives.'

function isOfLog({ name }: Step): boolean {
  return name.startsWith('log')
}

/** A draw that holds may have a log that does not. */
function sayBroken(steps: readonly Step[]): string {
  if (!steps.some(isOfLog)) return 'This draw does not hold'
  return steps.every(step => step.holds)
    ? 'Not what this server published'
    : 'This log does not hold'
}

function sayDrawHolds(steps: readonly Step[]): string {
  const { count, entries } = steps.find(step => step.changed)?.changed ?? { count: 0, entries: 0 }
  if (count === 0) return 'The result is what these requests, this rule and this seed give.'
  return `The draw is what these requests, this rule and this seed give. ${count} of ${entries} ${wordFor(count, 'was')} changed by hand afterwards. The document lists each one with its reason.`
}

function Hashes({
  formula,
  computed,
  given,
  from,
}: {
  formula: string
  computed: string
  given: string
  from: string
}) {
  return (
    <dl className="facts">
      <dt>How</dt>
      <dd>
        <code>{formula}</code>
      </dd>
      <dt>Worked out here</dt>
      <dd>
        <code>{computed}</code>
      </dd>
      <dt>{from}</dt>
      <dd>
        <code>{given}</code>
      </dd>
    </dl>
  )
}
