import type { GridFigures } from '#app/models/grid/amounts.ts'
import { ShareBar } from './share-bar.tsx'

export function AllocationFigures({ figures }: { figures: GridFigures }) {
  const { available, given, left } = figures
  return (
    <>
      <dl className="figures">
        <div>
          <dt>Available</dt>
          <dd>{available}</dd>
        </div>
        <div>
          <dt>Given</dt>
          <dd data-live="given">{given}</dd>
        </div>
        <div>
          <dt>Left</dt>
          <dd data-live="left">{left}</dd>
        </div>
        <div>
          <dt>Not decided</dt>
          <dd>
            {figures.undecided} <small>of {figures.people}</small>
          </dd>
        </div>
        <div>
          <dt>Needed for everyone’s first choice</dt>
          <dd>{figures.ifAllFirst}</dd>
        </div>
        <div>
          <dt>Needed for everyone’s smallest</dt>
          <dd>{figures.ifAllSmallest}</dd>
        </div>
      </dl>
      <ShareBar
        title={`${given} of ${available} given, ${left} left`}
        used={given}
        total={available}
      />
    </>
  )
}
