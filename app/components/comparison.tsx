import type { SaidComparison } from '#app/models/draw/say-comparison.ts'
import { ScrollTable } from './page.tsx'

const ROW = 46
const NAME = 210
const BAR = 400
const WIDTH = NAME + BAR + 90

type Props = { comparison: SaidComparison }

/** How many each rule serves, and in how many orders out of all: a bar for the mean, a line from the least to the most. */
export function ComparisonChart({ comparison }: Props) {
  const { rules, people } = comparison
  const said = rules.map(rule => `${rule.name} ${rule.served}`).join('; ')
  return (
    <figure className="picture picture-wide">
      <ScrollTable label="Picture of people served">
        <svg
          className="chart"
          viewBox={`0 0 ${WIDTH} ${rules.length * ROW + 30}`}
          role="img"
          aria-label={`People served of ${people}: ${said}`}
        >
          {rules.map((rule, index) => {
            const y = index * ROW + 8
            const end = NAME + rule.servedShare * BAR
            return (
              <g key={rule.key}>
                <text x={NAME - 10} y={y + 17} textAnchor="end">
                  {rule.name}
                </text>
                <rect className="left" x={NAME} y={y} width={BAR} height="26" rx="4" />
                <rect className="given" x={NAME} y={y} width={rule.servedShare * BAR} height="16" />
                <rect
                  className="asked"
                  x={NAME}
                  y={y + 16}
                  width={rule.firstSizeShare * BAR}
                  height="10"
                />
                <line
                  className="axis"
                  x1={NAME + rule.servedLeast * BAR}
                  x2={NAME + rule.servedMost * BAR}
                  y1={y + 8}
                  y2={y + 8}
                />
                <text x={Math.max(end, NAME + rule.servedMost * BAR) + 8} y={y + 14}>
                  {percent(rule.servedShare)}
                </text>
              </g>
            )
          })}
          <text x={NAME} y={rules.length * ROW + 22}>
            of {people} people
          </text>
        </svg>
      </ScrollTable>
      <figcaption className="legend hint">
        <span className="key key-given">served with something</span>
        <span className="key key-asked">got their first size</span>
        <span>thin line: fewest to most over the simulated orders</span>
      </figcaption>
    </figure>
  )
}

/** Who is served, by the smallest size that they would accept: where the rules differ most. */
export function SmallestSizeChart({ comparison }: Props) {
  const { rules, sizes } = comparison
  if (sizes.length < 2) return null
  const height = 110
  const step = WIDTH / sizes.length
  const bar = (step * 0.8) / rules.length
  const said = sizes
    .map(
      ({ smallest }, index) =>
        `smallest size ${smallest}: ${rules.map(rule => `${rule.name} ${percent(rule.bySmallest[index]?.share ?? 0)}`).join(', ')}`,
    )
    .join('; ')
  return (
    <figure className="picture picture-wide">
      <ScrollTable label="Picture by smallest size">
        <svg
          className="chart"
          viewBox={`0 0 ${WIDTH} ${height + 50}`}
          role="img"
          aria-label={`Share served by smallest size. ${said}`}
        >
          {sizes.map(({ smallest, people }, index) => (
            <g key={smallest}>
              {rules.map((rule, place) => {
                const share = rule.bySmallest[index]?.share ?? 0
                const x = index * step + step * 0.1 + place * bar
                return (
                  <g key={rule.key}>
                    <rect
                      className={place % 2 === 0 ? 'given' : 'asked'}
                      x={x}
                      y={10 + (1 - share) * height}
                      width={bar * 0.85}
                      height={share * height}
                    />
                    <text x={x + bar * 0.42} y={height + 24} textAnchor="middle">
                      {place + 1}
                    </text>
                  </g>
                )
              })}
              <text x={(index + 0.5) * step} y={height + 44} textAnchor="middle">
                {`smallest ${smallest} (${people})`}
              </text>
            </g>
          ))}
          <line className="axis" x1="0" x2={WIDTH} y1={height + 10} y2={height + 10} />
        </svg>
      </ScrollTable>
      <figcaption className="hint">
        Share of people served, by the smallest size they would accept (and how many they are). The
        bars are the rules in the sequence of the table, 1 to {rules.length}.
      </figcaption>
    </figure>
  )
}

export function ComparisonTable({ comparison }: Props) {
  const { rules, sizes, people, orders } = comparison
  return (
    <ScrollTable label="Each rule on these requests">
      <table className="comparison">
        <caption>
          {people} people,{' '}
          {orders === 1 ? 'one order: nothing is left to chance' : `${orders} simulated orders`}.
          The mean, and in brackets the least and the most.
        </caption>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Served</th>
            <th scope="col">First size</th>
            <th scope="col">Tickets left</th>
            <th scope="col">Longest wait after</th>
            {sizes.map(({ smallest }) => (
              <th scope="col" key={smallest}>
                Served, smallest {smallest}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule, index) => (
            <tr key={rule.key}>
              <th scope="row">
                {index + 1}. {rule.name}
              </th>
              <td>
                {rule.served}, {percent(rule.servedShare)}
              </td>
              <td>{rule.firstSize}</td>
              <td>{rule.ticketsLeft}</td>
              <td>{rule.longestWait}</td>
              {rule.bySmallest.map((one, place) => (
                <td key={sizes[place]?.smallest}>
                  {one.said}, {percent(one.share)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
