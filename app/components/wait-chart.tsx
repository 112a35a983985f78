const BAR = { width: 56, gap: 12, height: 140, top: 24, bottom: 44 }

type Wait = { losses: number; people: number }

export function WaitChart({ distribution }: { distribution: Wait[] }) {
  if (distribution.length === 0) return null
  const most = Math.max(1, ...distribution.map(bar => bar.people))
  const width = distribution.length * (BAR.width + BAR.gap) + BAR.gap
  const said = distribution.map(bar => `${bar.people} with ${bar.losses}`).join(', ')
  return (
    <figure className="picture">
      <svg
        className="chart chart-bars"
        viewBox={`0 0 ${width} ${BAR.top + BAR.height + BAR.bottom}`}
        role="img"
        aria-label={`People by losses in a row: ${said}`}
      >
        {distribution.map((wait, index) => (
          <WaitBar key={wait.losses} {...wait} index={index} most={most} />
        ))}
        <text x={width / 2} y={BAR.top + BAR.height + 38} textAnchor="middle">
          losses in a row
        </text>
      </svg>
    </figure>
  )
}

function WaitBar({ losses, people, index, most }: Wait & { index: number; most: number }) {
  const x = BAR.gap + index * (BAR.width + BAR.gap)
  const height = (people / most) * BAR.height
  return (
    <g>
      <rect
        className="asked"
        x={x}
        y={BAR.top + BAR.height - height}
        width={BAR.width}
        height={height}
        rx="4"
      />
      <text x={x + BAR.width / 2} y={BAR.top + BAR.height - height - 6} textAnchor="middle">
        {people}
      </text>
      <text x={x + BAR.width / 2} y={BAR.top + BAR.height + 18} textAnchor="middle">
        {losses}
      </text>
    </g>
  )
}
