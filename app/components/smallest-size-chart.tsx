import type { SaidComparison } from '#app/models/draw/comparison/say-comparison.ts'
import { sayCount } from '#app/values/count.ts'
import { PHONE_WIDTH } from './chart-width.ts'
import { percent } from './percent.ts'

/** Groups of bars that fit side by side. */
const MOST_ABREAST = 4
const GROUP = { bar: 100, height: 178 }

/** By smallest acceptable size, because the rules differ most there. */
export function SmallestSizeChart({ comparison }: { comparison: SaidComparison }) {
  const { rules, sizes } = comparison
  if (sizes.length < 2) return null
  const lines = Math.ceil(sizes.length / MOST_ABREAST)
  const width = PHONE_WIDTH / Math.ceil(sizes.length / lines)
  const said = sizes
    .map(
      ({ smallest }, index) =>
        `smallest size ${smallest}: ${rules.map(rule => `${rule.name} ${percent(rule.bySmallest[index]?.share ?? 0)}`).join(', ')}`,
    )
    .join('; ')
  return (
    <figure className="picture">
      <svg
        className="chart chart-words"
        viewBox={`0 0 ${PHONE_WIDTH} ${lines * GROUP.height}`}
        role="img"
        aria-label={`Share served by smallest size. ${said}`}
      >
        {sizes.map(({ smallest, people }, index) => {
          // Each line has as many groups as the others, or one fewer, so that no group is alone.
          const line = Math.floor((index * lines) / sizes.length)
          const x = (index - Math.ceil((line * sizes.length) / lines)) * width
          return (
            <g key={smallest} transform={`translate(${x} ${line * GROUP.height})`}>
              <SizeGroup
                shares={rules.map(rule => rule.bySmallest[index]?.share ?? 0)}
                width={width}
                words={[`smallest ${smallest}`, sayCount(people, 'person')]}
              />
            </g>
          )
        })}
      </svg>
      <figcaption className="hint">
        Share of people served, by the smallest size they would accept (and how many they are). The
        bars are the rules in the order of the table, 1 to {rules.length}.
      </figcaption>
    </figure>
  )
}

type GroupProps = { shares: number[]; width: number; words: [string, string] }

function SizeGroup({ shares, width, words }: GroupProps) {
  const step = (width * 0.9) / shares.length
  return (
    <>
      {shares.map((share, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells one rule from another
        <g key={place} transform={`translate(${width * 0.05 + place * step} 0)`}>
          <rect
            className={place % 2 === 0 ? 'given' : 'asked'}
            x="0"
            y={10 + (1 - share) * GROUP.bar}
            width={step * 0.85}
            height={share * GROUP.bar}
          />
          <text x={step * 0.42} y={GROUP.bar + 24} textAnchor="middle">
            {place + 1}
          </text>
        </g>
      ))}
      <line className="axis" x1="0" x2={width} y1={GROUP.bar + 10} y2={GROUP.bar + 10} />
      {words.map((line, index) => (
        <text key={line} x={width / 2} y={GROUP.bar + 44 + index * 17} textAnchor="middle">
          {line}
        </text>
      ))}
    </>
  )
}
