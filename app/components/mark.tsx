type MarkProps = { kind: string; mark: string; words: string }

/** A status that reads the same without colour: a sign, and the words for it. */
export function Mark({ kind, mark, words }: MarkProps) {
  return (
    <span className={`mark mark-${kind}`}>
      <span aria-hidden="true">{mark}</span> {words}
    </span>
  )
}

/** Imported figures that cannot be true are shown all the same, with the reason. */
export function ImpossibleMark({ reason }: { reason: string }) {
  return <Mark kind="impossible" mark="!" words={`Cannot be: ${reason}`} />
}
