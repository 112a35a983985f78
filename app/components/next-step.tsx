import type { Organizing } from '#app/models/organizing/organizing.server.ts'
import type { ActionLink } from '#app/models/organizing/say-next-step.ts'
import { PostForm } from './form.tsx'

type Props = { eventId: string; organizing: Organizing }

/** For the organizer: the stage of the event, the next thing to do, and everything else under "More". */
export function NextStepCard({ eventId, organizing }: Props) {
  const { stages, next, others } = organizing
  const path = `/events/${eventId}`
  return (
    <section className="card organizing" aria-labelledby="organizing">
      <h2 id="organizing" className="visually-hidden">
        Next step
      </h2>
      <Stages stages={stages} />
      {next ? <p className="standing">{next.says}</p> : null}
      {next?.hint ? <p>{next.hint}</p> : null}
      {next?.form ? <OpenForm path={path} /> : null}
      {next?.primary || next?.secondary ? (
        <p className="actions">
          {next.primary ? <Action path={path} action={next.primary} /> : null}
          {next.secondary ? <Action path={path} action={next.secondary} isQuiet /> : null}
        </p>
      ) : null}
      <details className="more">
        <summary>More</summary>
        <ul>
          {others.map(({ path: page, label }) => (
            <li key={label}>
              <a href={`${path}/${page}`}>{label}</a>
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}

function Stages({ stages }: Pick<Organizing, 'stages'>) {
  if (stages.length === 0) return null
  return (
    <ol className="stages" aria-label="Stages of this event">
      {stages.map(({ word, when }) => (
        <li
          key={word}
          className={when === 'later' ? when : undefined}
          aria-current={when === 'now' ? 'step' : undefined}
        >
          {word}
        </li>
      ))}
    </ol>
  )
}

/** The page of closing answers, and says why where it can't be done. */
function OpenForm({ path }: { path: string }) {
  return (
    <PostForm form={{ id: 'closing' }} action={`${path}/closing`}>
      <p className="actions">
        <button type="submit" name="intent" value="open">
          Open requests
        </button>
      </p>
    </PostForm>
  )
}

type ActionProps = { path: string; action: ActionLink; isQuiet?: boolean }

function Action({ path, action, isQuiet }: ActionProps) {
  return (
    <a className={isQuiet ? 'button quiet' : 'button'} href={`${path}/${action.path}`}>
      {action.label}
    </a>
  )
}
