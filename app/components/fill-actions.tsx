type FilledEvent = { id: string; wasDrawn: boolean; wasFinalized: boolean; isLocked: boolean }

/** After a draw or a publication the grid cannot be filled again: nobody may shop for another result. */
export function FillActions({ event }: { event: FilledEvent }) {
  const path = `/events/${event.id}`
  const links = linksOf(event)
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

function linksOf({ wasDrawn, wasFinalized, isLocked }: FilledEvent): [string, string][] {
  if (isLocked) return [['terms', 'The locked terms']]
  if (wasDrawn) return [['draws', 'The draw in public']]
  const toDraw: [string, string][] = [
    ['terms', 'Decide by draw'],
    ['pins', 'Reserved tickets'],
  ]
  return [
    ...(wasFinalized ? [] : toDraw),
    ['allocation/plain-draw', 'Fill at random (others can’t check it)'],
    ['allocation/none', 'Set all undecided to none…'],
  ]
}
