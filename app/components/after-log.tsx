import type { SaidLine, sayLog } from '#app/models/after/log/say-log.ts'
import { Figures } from './event-facts.tsx'
import { Pagination } from './pagination.tsx'

type Props = {
  eventId: string
  log: ReturnType<typeof sayLog>
  myCode: string | null
  /** Of this page, with its search. */
  address: string
}

/** What came after a decision, in words: newest first. */
export function AfterLog({ eventId, log, myCode, address }: Props) {
  const path = `/events/${eventId}/after.txt`
  return (
    <section aria-labelledby="after-log">
      <h2 id="after-log">After the decision</h2>
      <Figures
        rows={[
          ['People have', log.held],
          ['Offered', log.offered],
          ['Free', Math.max(log.free, 0)],
        ]}
      />
      <p>{log.corrected}</p>
      {log.said.length === 0 ? <p>Nothing has changed since the decision.</p> : null}
      <ol className="rows" reversed>
        {log.said.map(line => (
          <Line key={line.n} line={line} isMine={line.code !== '' && line.code === myCode} />
        ))}
      </ol>
      <Pagination page={log.page} pages={log.pages} address={`${address}#after-log`} name="log" />
      <details className="rows">
        <summary>How you can check this log</summary>
        <p>
          Each person has a code instead of a name. <a href={path}>Download the log</a> and{' '}
          <a href="/verify">check it here</a>. This page shows it as of {log.asOf}.
        </p>
        <p>
          Check value: <code>{`${log.n}:${log.head}`}</code>. Emails about offers, answers and
          returns have the check value of their line.
        </p>
        <EarlierLogs path={path} numbers={log.earlier} />
        <ul>
          {log.known.map(each => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </details>
    </section>
  )
}

function Line({ line, isMine }: { line: SaidLine; isMine: boolean }) {
  return (
    <li value={line.n}>
      {line.before}
      {line.code ? <code>{line.code}</code> : null}
      {isMine ? ' (you)' : null}
      {line.after} <span className="hint">{line.at}</span>
    </li>
  )
}

/** Of decisions that were made again. */
function EarlierLogs({ path, numbers }: { path: string; numbers: readonly number[] }) {
  if (numbers.length === 0) return null
  return (
    <p>
      Logs of earlier decisions:{' '}
      {numbers.map(number => (
        <a key={number} href={`${path}?finalization=${number}`}>
          {number}
        </a>
      ))}
    </p>
  )
}
