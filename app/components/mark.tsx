type MarkProps = { kind: string; mark: string; words: string }

/** A sign and its words, so that the status needs no colour. */
export function Mark({ kind, mark, words }: MarkProps) {
  return (
    <span className={`mark mark-${kind}`}>
      <span aria-hidden="true">{mark}</span> {words}
    </span>
  )
}

/** Imported figures that cannot be true are still shown, with the reason. */
export function ImpossibleMark({ reason }: { reason: string }) {
  return <Mark kind="impossible" mark="!" words={`This can’t be right: ${reason}`} />
}
