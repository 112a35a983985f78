import type { MadeDrawPage } from '#app/models/draw/public/draw-page.server.ts'
import type { SaidBasis } from '#app/models/draw/public/why/say-basis.ts'
import { Basis, Proof } from './draw-basis.tsx'
import { DrawOrder, FindCode } from './draw-order.tsx'
import { Figures } from './event-facts.tsx'
import { Pagination } from './pagination.tsx'

type Props = {
  draw: MadeDrawPage
  basis: SaidBasis
  myCode: string | null
  path: string
}

export function MadeDraw({ draw, basis, myCode, path }: Props) {
  return (
    <>
      <Figures
        rows={[
          ['Tickets', draw.capacity],
          ['Held back', draw.heldBack],
          ['Requests', draw.total],
          ['Got tickets', draw.served],
          ['Set by hand', `${draw.setByHand} of ${draw.total}`],
        ]}
      />
      <Basis basis={basis} />
      <h2>The order, first to last</h2>
      {draw.pages > 1 || draw.missing ? <FindCode draw={draw} myCode={myCode} path={path} /> : null}
      <DrawOrder entries={draw.entries} myCode={myCode} />
      <Pagination page={draw.page} pages={draw.pages} address={path} />
      <Proof basis={basis} path={path} verification={draw.verification} />
    </>
  )
}
