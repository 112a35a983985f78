import type { SaidComparison } from '#app/models/draw/comparison/say-comparison.ts'
import { ScrollTable } from './page.tsx'
import { TableHead } from './table-head.tsx'

/** As wide as a phone, so that the words in a picture stay readable there. */
const WIDTH = 360
const ROW = 58
const BAR_TOP = 20

type Props = { comparison: SaidComparison }
type Rule = SaidComparison['rules'][number]

export function ComparisonReport({ comparison }: Props) {
  return (
    <>
      <ComparisonChart comparison={comparison} />
      <ComparisonTable comparison={comparison} />
      <SmallestSizeChart comparison={comparison} />
    </>
  )
}

/** A bar for the mean number of people served, a line from the least to the most. */
function ComparisonChart({ comparison }: Props) {
  const { rules, people } = comparison
  const said = rules.map(rule => `${rule.name} ${rule.served}`).join('; ')
  return (
    <figure className="picture">
      <svg
        className="chart chart-words"
        viewBox={`0 0 ${WIDTH} ${rules.length * ROW + 18}`}
        role="img"
        aria-label={`People served of ${people}: ${said}`}
      >
        {rules.map((rule, index) => (
          <g key={rule.key} transform={`translate(0 ${index * ROW})`}>
            <ServedBar rule={rule} />
          </g>
        ))}
        <text x="0" y={rules.length * ROW + 12}>
          of {people} people
        </text>
      </svg>
      <figcaption className="legend hint">
        <span className="key key-given">served with something</span>
        <span className="key key-asked">got their first size</span>
        <span>thin line: fewest to most over the simulated orders</span>
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
      <text x={WIDTH} y="14" textAnchor="end">
        {percent(rule.servedShare)}
      </text>
      <rect className="left" x="0" y={BAR_TOP} width={WIDTH} height="26" rx="4" />
      <rect className="given" x="0" y={BAR_TOP} width={rule.servedShare * WIDTH} height="16" />
      <rect
        className="asked"
        x="0"
        y={BAR_TOP + 16}
        width={rule.firstSizeShare * WIDTH}
        height="10"
      />
      <line
        className="axis"
        x1={rule.servedLeast * WIDTH}
        x2={rule.servedMost * WIDTH}
        y1={BAR_TOP + 8}
        y2={BAR_TOP + 8}
      />
    </>
  )
}

/** Groups of bars that fit side by side. */
const ABREAST = 3
const GROUP = { width: WIDTH / ABREAST, bar: 100, height: 165 }

/** By smallest acceptable size, because the rules differ most there. */
function SmallestSizeChart({ comparison }: Props) {
  const { rules, sizes } = comparison
  if (sizes.length < 2) return null
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
        viewBox={`0 0 ${WIDTH} ${Math.ceil(sizes.length / ABREAST) * GROUP.height}`}
        role="img"
        aria-label={`Share served by smallest size. ${said}`}
      >
        {sizes.map(({ smallest, people }, index) => {
          const x = (index % ABREAST) * GROUP.width
          const y = Math.floor(index / ABREAST) * GROUP.height
          return (
            <g key={smallest} transform={`translate(${x} ${y})`}>
              <SizeGroup
                shares={rules.map(rule => rule.bySmallest[index]?.share ?? 0)}
                words={`smallest ${smallest} (${people})`}
              />
            </g>
          )
        })}
      </svg>
      <figcaption className="hint">
        Share of people served, by the smallest size they would accept (and how many they are). The
        bars are the rules in the sequence of the table, 1 to {rules.length}.
      </figcaption>
    </figure>
  )
}

function SizeGroup({ shares, words }: { shares: number[]; words: string }) {
  const step = (GROUP.width * 0.9) / shares.length
  return (
    <>
      {shares.map((share, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells one rule from another
        <g key={place} transform={`translate(${GROUP.width * 0.05 + place * step} 0)`}>
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
      <line className="axis" x1="0" x2={GROUP.width} y1={GROUP.bar + 10} y2={GROUP.bar + 10} />
      <text x={GROUP.width / 2} y={GROUP.bar + 44} textAnchor="middle">
        {words}
      </text>
    </>
  )
}

function ComparisonTable({ comparison }: Props) {
  const { rules, sizes, people, orders } = comparison
  return (
    <ScrollTable label="Each rule on these requests">
      <table className="comparison">
        <caption>
          {people} people,{' '}
          {orders === 1 ? 'one order: nothing is left to chance' : `${orders} simulated orders`}.
          The mean, and in brackets the least and the most.
        </caption>
        <TableHead columns={['Rule', 'Served', 'First size', 'Tickets left', 'Longest wait after']}>
          {sizes.map(({ smallest }) => (
            <th scope="col" key={smallest}>
              Served, smallest {smallest}
            </th>
          ))}
        </TableHead>
        <tbody>
          {rules.map((rule, index) => (
            <RuleRow key={rule.key} rule={rule} place={index + 1} sizes={sizes} />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

type RuleRowProps = { rule: Rule; place: number; sizes: SaidComparison['sizes'] }

function RuleRow({ rule, place, sizes }: RuleRowProps) {
  return (
    <tr>
      <th scope="row">
        {place}. {rule.name}
      </th>
      <td>
        {rule.served}, {percent(rule.servedShare)}
      </td>
      <td>{rule.firstSize}</td>
      <td>{rule.ticketsLeft}</td>
      <td>{rule.longestWait}</td>
      {rule.bySmallest.map((one, index) => (
        <td key={sizes[index]?.smallest}>
          {one.said}, {percent(one.share)}
        </td>
      ))}
    </tr>
  )
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
