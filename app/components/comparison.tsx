import type { SaidComparison } from '#app/models/draw/comparison/say-comparison.ts'
import { ComparisonTable } from './comparison-table.tsx'
import { ServedChart } from './served-chart.tsx'
import { SmallestSizeChart } from './smallest-size-chart.tsx'

export function ComparisonReport({ comparison }: { comparison: SaidComparison }) {
  return (
    <>
      <ServedChart comparison={comparison} />
      <ComparisonTable comparison={comparison} />
      <SmallestSizeChart comparison={comparison} />
    </>
  )
}
