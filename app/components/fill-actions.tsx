type FilledEvent = { id: string; wasDrawn: boolean; wasFinalized: boolean; isLocked: boolean }

/** After a draw or a publication the grid cannot be filled again: nobody may shop for another result. */
export function FillActions({ event, undecided }: { event: FilledEvent; undecided: number }) {
  const path = `/events/${event.id}`
  const links = linksOf(event, undecided)
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

function linksOf(
  { wasDrawn, wasFinalized, isLocked }: FilledEvent,
  undecided: number,
): [string, string][] {
  if (isLocked) return [['terms', 'The locked terms']]
  if (wasDrawn) return [['draws', 'See the draw']]
  const toDraw: [string, string][] = [
    ['terms', 'Decide by draw'],
    ['pins', 'Reserved tickets'],
  ]
  const toNone: [string, string][] = [['allocation/none', 'Give none to everyone not decided']]
  return [
    ...(wasFinalized ? [] : toDraw),
    ['allocation/plain-draw', 'Fill at random (others can’t check it)'],
    ...(undecided > 0 ? toNone : []),
  ]
}
