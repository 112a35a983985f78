/** The same numbers must appear beside the bar in words. */
export function ShareBar({ title, used, total }: { title: string; used: number; total: number }) {
  const width = total > 0 ? Math.min(100, Math.max(0, (used / total) * 100)) : 0
  return (
    <svg className="chart share-bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img">
      <title>{title}</title>
      <rect className="left" width="100" height="4" />
      <rect className="given" width={width} height="4" />
    </svg>
  )
}
