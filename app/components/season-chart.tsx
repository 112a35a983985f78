import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
export type SeasonColumn = {
  eventId: string
  name: string
  date: string
  available: number
  requested: number
  given: number | null
}

const HEIGHT = 160
const WIDTH = 720
const FLOOR = HEIGHT - 1

/**
 * For each event from the earliest: a wide column of tickets, filled as far as they were given, and a
 * narrow one of the tickets asked for. The table beside it has the same numbers.
 */
export function SeasonChart({ columns }: { columns: SeasonColumn[] }) {
  if (columns.length < 2) return null
  const most = Math.max(1, ...columns.map(one => Math.max(one.available, one.requested)))
  const step = WIDTH / columns.length
  const first = columns[0]?.date
  const last = columns.at(-1)?.date
  return (
    <figure className="season">
      <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img">
        <title>{`Tickets asked for and available, ${sayCount(columns.length, 'event')} from ${first} to ${last}; the table below has the numbers`}</title>
        {columns.map((column, index) => (
          <Column
            key={column.eventId}
            column={column}
            left={index * step}
            step={step}
            most={most}
          />
        ))}
        <line className="axis" x1="0" x2={WIDTH} y1={FLOOR} y2={FLOOR} />
      </svg>
      <p className="season-span hint" aria-hidden="true">
        <span>{first}</span>
        <span>{last}</span>
      </p>
      <figcaption className="legend hint">
        <span className="key key-asked">wanted (everyone’s first choice)</span>
        <span className="key key-given">given</span>
        <span className="key key-left">available, not given</span>
        <span>highest: {sayTickets(most)}</span>
      </figcaption>
    </figure>
  )
}

type ColumnProps = { column: SeasonColumn; left: number; step: number; most: number }

function Column({ column, left, step, most }: ColumnProps) {
  const { available, requested, given } = column
  const height = (tickets: number) => Math.max(0, (tickets / most) * (FLOOR - 6))
  const bar = (className: string, x: number, width: number, tickets: number) => (
    <rect
      className={className}
      x={round(left + x * step)}
      width={round(width * step)}
      y={round(FLOOR - height(tickets))}
      height={round(height(tickets))}
    />
  )
  return (
    <g>
      {bar('left', 0.1, 0.45, available)}
      {bar('given', 0.1, 0.45, Math.min(given ?? 0, most))}
      {bar('asked', 0.6, 0.25, requested)}
    </g>
  )
}

const round = (value: number) => Math.round(value * 10) / 10
