type FilledEvent = { id: string; wasDrawn: boolean; wasFinalized: boolean }

/** Before a draw one may make it or fill by hand; after it, or once published, nobody shops for another result. */
export function FillActions({ event: { id, wasDrawn, wasFinalized } }: { event: FilledEvent }) {
  const path = `/events/${id}`
  const toDraw = [
    ['draws/new', 'Make the draw…'],
    ['pins', 'Pins and held-back tickets'],
  ]
  const links = wasDrawn
    ? [['draws', 'The draw in public']]
    : [
        ...(wasFinalized ? [] : toDraw),
        ['allocation/plain-draw', 'Fill by plain draw…'],
        ['allocation/none', 'Set all undecided to none…'],
      ]
  return (
    <p className="actions">
      {links.map(([address, label]) => (
        <a key={address} className="button quiet" href={`${path}/${address}`}>
          {label}
        </a>
      ))}
    </p>
  )
}
