type FilledEvent = { id: string; wasDrawn: boolean; wasFinalized: boolean }

/** After a draw or a publication the grid cannot be filled again: nobody may shop for another result. */
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
