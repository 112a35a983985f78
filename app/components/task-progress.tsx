import { FormKey } from './form-key.tsx'

/** The progress of a background task. The page reloads by itself, or with a press. */
export function TaskProgress(props: {
  title: string
  progress: number
  address: string
  /** Hidden fields of the form that cancels the task. */
  fields?: Record<string, number>
}) {
  const percent = Math.floor(props.progress * 100)
  return (
    <section className="card" aria-labelledby="progress">
      <h2 id="progress">{props.title}</h2>
      <p>
        <progress value={percent} max={100} aria-labelledby="progress">
          {percent} %
        </progress>{' '}
        {percent} % done. This page reloads every two seconds.
      </p>
      <form method="post" action={props.address} className="actions">
        <FormKey />
        {Object.entries(props.fields ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <a className="button quiet" href={props.address}>
          Look again
        </a>
        <button className="quiet" type="submit" name="intent" value="cancel">
          Cancel it
        </button>
      </form>
    </section>
  )
}
