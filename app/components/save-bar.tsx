export function SaveBar({ left, nextPage }: { left: number; nextPage: number | undefined }) {
  return (
    <div className="actions save-bar">
      <button type="submit">Save draft</button>
      {nextPage ? (
        <button type="submit" className="quiet" name="next" value={nextPage}>
          Save and go to page {nextPage}
        </button>
      ) : null}
      <span className="hint">
        Left: <strong data-live="left">{left}</strong>
      </span>
    </div>
  )
}
