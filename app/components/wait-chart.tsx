import { PHONE_WIDTH } from './chart-width.ts'

const BAR = { widest: 68, height: 140, top: 24, bottom: 46 }

type Wait = { losses: number; people: number }

export function WaitChart({ distribution }: { distribution: Wait[] }) {
  if (distribution.length === 0) return null
  const most = Math.max(1, ...distribution.map(bar => bar.people))
  const step = Math.min(BAR.widest, PHONE_WIDTH / distribution.length)
  const said = distribution.map(bar => `${bar.people} with ${bar.losses}`).join(', ')
  return (
    <figure className="picture">
      <svg
        className="chart chart-words"
        viewBox={`0 0 ${PHONE_WIDTH} ${BAR.top + BAR.height + BAR.bottom}`}
        role="img"
        aria-label={`People by losses in a row: ${said}`}
      >
        {distribution.map((wait, index) => (
          <WaitBar key={wait.losses} {...wait} index={index} most={most} step={step} />
        ))}
        <text x={step * 0.09} y={BAR.top + BAR.height + 40}>
          losses in a row
        </text>
      </svg>
    </figure>
  )
}

type BarProps = Wait & { index: number; most: number; step: number }

function WaitBar({ losses, people, index, most, step }: BarProps) {
  const width = step * 0.82
  const x = (index + 0.09) * step
  const height = (people / most) * BAR.height
  return (
    <g>
      <rect
        className="asked"
        x={x}
        y={BAR.top + BAR.height - height}
        width={width}
        height={height}
        rx="4"
      />
      <text x={x + width / 2} y={BAR.top + BAR.height - height - 6} textAnchor="middle">
        {people}
      </text>
      <text x={x + width / 2} y={BAR.top + BAR.height + 18} textAnchor="middle">
        {losses}
      </text>
    </g>
  )
}
