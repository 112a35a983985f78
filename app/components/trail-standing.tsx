import type { TrailReport } from '#app/models/audit/standing.server.ts'
import { sayCount } from '#app/values/count.ts'
import { FormKey } from './form-key.tsx'

type Comparison = { isThere: boolean; words: string }
type Kept = { kept: string; comparison: Comparison | null }

export function TrailStanding({ standing, ...kept }: Kept & { standing: TrailReport }) {
  const { holds, findings } = standing
  const look = holds === null ? '' : holds ? ' step-holds' : ' step-broken'
  return (
    <section className={`step trail-standing${look}`} aria-labelledby="chain">
      <h2 id="chain">{titleOf(standing)}</h2>
      {findings.length > 0 ? (
        <ul>
          {findings.map(finding => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      ) : null}
      <p>{sayChecked(standing)}</p>
      <form method="post" className="actions">
        <FormKey />
        <button className="quiet" type="submit" name="intent" value="check">
          Check it now
        </button>
      </form>
      <details open={kept.comparison !== null}>
        <summary>What this proves, and what not</summary>
        <Explanation head={standing.head} />
        <KeptHead {...kept} />
      </details>
    </section>
  )
}

function titleOf({ holds, checked }: TrailReport): string {
  if (holds === null) return 'The chain was not checked yet'
  if (!holds) return '✗ The chain does not hold'
  return checked === 0 ? 'Nothing is chained yet' : `✓ The chain holds up to entry ${checked}`
}

function sayChecked({ checkedAt, percent, hasFailed, waiting }: TrailReport): string {
  const sentences = [
    checkedAt ? `Checked at ${checkedAt}.` : '',
    percent === null ? '' : `A check is under way (${percent} %): look again in a moment.`,
    hasFailed ? 'The last check did not come to an end: the log says why.' : '',
    waiting ? sayWaiting(waiting) : 'Every entry has its link.',
  ]
  return sentences.filter(Boolean).join(' ')
}

function sayWaiting({ count, since }: NonNullable<TrailReport['waiting']>): string {
  return count === 1
    ? `The newest entry, of ${since}, has no link yet: links follow within seconds.`
    : `The newest ${sayCount(count, 'entry')}, since ${since}, have no link yet: links follow within seconds.`
}

function Explanation({ head }: Pick<TrailReport, 'head'>) {
  return (
    <div className="prose">
      <p>
        Each entry has a link: a hash over the entry and the link before it. Whoever changes,
        deletes, puts in or moves an entry breaks the chain there, and this page says where. The
        program itself can do none of it: the database refuses.
      </p>
      <p>
        Whoever owns the file can compute the whole chain anew, and delete the newest entries
        together with their links. That shows against a head that was kept elsewhere: the last entry
        and its hash, which vouches for all entries before it. The log of the server names the head
        once a minute while it changes, and when it stops. Write it down now and then, where the
        owner of the file cannot change it.
      </p>
      {head ? (
        <p>
          The head is now <code className="chain-head">{head}</code>
        </p>
      ) : null}
    </div>
  )
}

function KeptHead({ kept, comparison }: Kept) {
  return (
    <form method="get">
      <div className="field">
        <label htmlFor="kept">A head that you kept</label>
        <input id="kept" name="kept" type="text" defaultValue={kept} maxLength={100} />
      </div>
      {comparison ? (
        <p className="note" role="status">
          {comparison.isThere ? '✓' : '✗'} {comparison.words}
        </p>
      ) : null}
      <button className="quiet" type="submit">
        Compare
      </button>
    </form>
  )
}
