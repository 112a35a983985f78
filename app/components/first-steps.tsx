import type { FirstStep } from '#app/models/operating/first-steps.ts'
import { PostForm } from './form.tsx'

/** After the set-up, until it is dismissed. */
export function FirstSteps({ steps }: { steps: FirstStep[] }) {
  return (
    <section className="card first-steps" aria-labelledby="first-steps">
      <h2 id="first-steps">First steps</h2>
      <ol>
        {steps.map(({ label, to, isDone }) => (
          <li key={to}>
            <a href={to}>{label}</a>
            {isDone ? ' ✓ done' : ''}
          </li>
        ))}
      </ol>
      <PostForm form={{ id: 'dismissal' }} className="actions">
        <button className="quiet" type="submit" name="intent" value="dismiss">
          Hide this list
        </button>
      </PostForm>
    </section>
  )
}
