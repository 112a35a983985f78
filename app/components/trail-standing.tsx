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
          Check now
        </button>
      </form>
      <details open={kept.comparison !== null}>
        <summary>What this proves</summary>
        <Explanation head={standing.head} />
        <KeptHead {...kept} />
      </details>
    </section>
  )
}

function titleOf({ holds, checked }: TrailReport): string {
  if (holds === null) return 'The trail has not been checked yet'
  if (!holds) return '✗ The trail was changed'
  return checked === 0
    ? 'There are no entries to check yet'
    : `✓ The trail is unchanged up to entry ${checked}`
}

function sayChecked({ checkedAt, percent, hasFailed, waiting }: TrailReport): string {
  const sentences = [
    checkedAt ? `Checked at ${checkedAt}.` : '',
    percent === null ? '' : `A check is running (${percent} %). Look again in a moment.`,
    hasFailed ? 'The last check did not finish. The log of the server says why.' : '',
    waiting ? sayWaiting(waiting) : 'Every entry has been sealed.',
  ]
  return sentences.filter(Boolean).join(' ')
}

function sayWaiting({ count, since }: NonNullable<TrailReport['waiting']>): string {
  return count === 1
    ? `The newest entry, from ${since}, will be sealed within seconds.`
    : `The newest ${sayCount(count, 'entry')}, since ${since}, will be sealed within seconds.`
}

function Explanation({ head }: Pick<TrailReport, 'head'>) {
  return (
    <div className="prose">
      <p>
        Each entry has a seal: a hash of the entry and of the seal before it. If someone changes,
        deletes, adds or moves an entry, the seals no longer fit, and this page says where. The
        program itself can’t do any of this, because the database refuses.
      </p>
      <p>
        The owner of the database file could seal the whole trail again, or delete the newest
        entries with their seals. You can see this if you kept a seal somewhere else: it vouches for
        all entries before it. The log of the server has the newest seal once a minute while it
        changes, and when the server stops. Write it down from time to time, where the owner of the
        file can’t change it.
      </p>
      {head ? (
        <p>
          The newest seal is <code className="chain-head">{head}</code>
        </p>
      ) : null}
    </div>
  )
}

function KeptHead({ kept, comparison }: Kept) {
  return (
    <form method="get">
      <div className="field">
        <label htmlFor="kept">A seal that you kept</label>
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
