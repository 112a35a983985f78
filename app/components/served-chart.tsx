import type { SaidComparison } from '#app/models/draw/comparison/say-comparison.ts'
import { sayCount } from '#app/values/count.ts'
import { PHONE_WIDTH } from './chart-width.ts'
import { percent } from './percent.ts'

const ROW = 58
const BAR_TOP = 20

type Rule = SaidComparison['rules'][number]

/** A bar for the mean number of people served, a line from the least to the most. */
export function ServedChart({ comparison }: { comparison: SaidComparison }) {
  const { rules, people } = comparison
  const said = rules.map(rule => `${rule.name} ${rule.served}`).join('; ')
  return (
    <figure className="picture">
      <svg
        className="chart chart-words"
        viewBox={`0 0 ${PHONE_WIDTH} ${rules.length * ROW + 18}`}
        role="img"
        aria-label={`People served of ${people}: ${said}`}
      >
        {rules.map((rule, index) => (
          <g key={rule.key} transform={`translate(0 ${index * ROW})`}>
            <ServedBar rule={rule} />
          </g>
        ))}
        <text x="0" y={rules.length * ROW + 12}>
          of {sayCount(people, 'person')}
        </text>
      </svg>
      <figcaption className="legend hint">
        <span className="key key-given">got tickets</span>
        <span className="key key-asked">got their first choice</span>
        <span>thin line: lowest to highest in the simulated draws</span>
      </figcaption>
    </figure>
  )
}

/** The name and the share go above the bar, so that neither runs out of the picture. */
function ServedBar({ rule }: { rule: Rule }) {
  return (
    <>
      <text x="0" y="14">
        {rule.name}
      </text>
      <text x={PHONE_WIDTH} y="14" textAnchor="end">
        {percent(rule.servedShare)}
      </text>
      <rect className="left" x="0" y={BAR_TOP} width={PHONE_WIDTH} height="26" rx="4" />
      <rect
        className="given"
        x="0"
        y={BAR_TOP}
        width={rule.servedShare * PHONE_WIDTH}
        height="16"
      />
      <rect
        className="asked"
        x="0"
        y={BAR_TOP + 16}
        width={rule.firstSizeShare * PHONE_WIDTH}
        height="10"
      />
      <line
        className="axis"
        x1={rule.servedLeast * PHONE_WIDTH}
        x2={rule.servedMost * PHONE_WIDTH}
        y1={BAR_TOP + 8}
        y2={BAR_TOP + 8}
      />
    </>
  )
}
