type Step = {
  name: string
  holds: boolean
  finding: string
  hash?: { formula: string; computed: string; given: string }
  changed?: { count: number; entries: number }
}

const stepTitles: Record<string, string> = {
  form: 'The document has its form',
  commitment: 'The secret is the one that was promised',
  rollHash: 'The roll is the one that was frozen',
  roll: 'The roll is well formed',
  seed: 'The seed follows from secret, roll and public value',
  byHand: 'What was set by hand fits',
  ranking: 'The order follows from the seed',
  result: 'The result follows from the order and the rule',
}

export function VerificationReport(props: {
  verification: { holds: boolean; steps: Step[]; notReached: string[] }
}) {
  const { holds, steps, notReached } = props.verification
  return (
    <section aria-labelledby="verdict" className="verification">
      <h2 id="verdict">{holds ? 'Every step holds' : 'This draw does not hold'}</h2>
      <p className="lead">
        {holds
          ? sayHolds(steps)
          : 'The first step that does not hold is marked. What comes after it was not looked at.'}
      </p>
      <ol className="steps">
        {steps.map(step => (
          <li key={step.name} className={step.holds ? 'step step-holds' : 'step step-broken'}>
            <h3>
              <span className="badge">{step.holds ? '✓ holds' : '✗ does not hold'}</span>{' '}
              {stepTitles[step.name] ?? step.name}
            </h3>
            <p>{step.finding}</p>
            {step.hash ? <Hashes {...step.hash} /> : null}
          </li>
        ))}
        {notReached.map(name => (
          <li key={name} className="step step-waiting">
            <h3>
              <span className="badge badge-draft">not reached</span> {stepTitles[name] ?? name}
            </h3>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Amounts set by hand after the draw do not follow from it, so they are not verified. */
function sayHolds(steps: Step[]): string {
  const { count, entries } = steps.find(step => step.changed)?.changed ?? { count: 0, entries: 0 }
  if (count === 0)
    return 'The result is what these requests, this rule and this seed give. Nothing else could have come out.'
  const were = count === 1 ? 'was' : 'were'
  return `The draw is what these requests, this rule and this seed give: nothing else could have come out of it. ${count} of ${entries} ${were} changed by hand afterwards; the document lists each with its reason.`
}

function Hashes({
  formula,
  computed,
  given,
}: {
  formula: string
  computed: string
  given: string
}) {
  return (
    <dl className="facts">
      <dt>How</dt>
      <dd>
        <code>{formula}</code>
      </dd>
      <dt>Came out</dt>
      <dd>
        <code>{computed}</code>
      </dd>
      <dt>The document says</dt>
      <dd>
        <code>{given}</code>
      </dd>
    </dl>
  )
}
