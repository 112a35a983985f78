import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Fragment, type ReactNode } from 'react'
import { FirstSteps } from '#app/components/first-steps.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { firstStepsCookie } from '#app/http/cookies.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { readForm } from '#app/http/forms/form.server.ts'
import { requireAdmin } from '#app/http/viewer.server.ts'
import { lastCheck } from '#app/models/audit/check.server.ts'
import { stateWords } from '#app/models/events/event.ts'
import { type BackupState, backupState } from '#app/models/operating/backup.server.ts'
import { firstSteps } from '#app/models/operating/first-steps.ts'
import { overviewFigures } from '#app/models/operating/overview.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayCount } from '#app/values/count.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction = () => [{ title: 'Admin' }]

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const { people, events, mails, requests, auditCount } = await overviewFigures()
  const isHidden = await firstStepsCookie().parse(args.request.headers.get('Cookie'))
  return {
    steps: isHidden ? null : stepsLeft(people, events),
    people: inOrder(people, peopleWords),
    events: inOrder(events, stateWords),
    mails: inOrder(mails, mailWords),
    requests,
    auditCount,
    isTrailBroken: Boolean(lastCheck().outcome?.findings.length),
    backups: sayBackups(backupState()),
  }
}

/** Null when all is done. */
function stepsLeft(people: Record<string, number>, events: Record<string, number>) {
  const { MAIL_ENABLED: isMailOn, hasOwnZone } = settings()
  const steps = firstSteps({ people: sum(people), events: sum(events), isMailOn, hasOwnZone })
  return steps.every(step => step.isDone) ? null : steps
}

const sum = (totals: Record<string, number>) => Object.values(totals).reduce((a, b) => a + b, 0)

const A_YEAR = 365 * 24 * 3600

/** The one form: "Hide this list". */
export async function action(args: ActionFunctionArgs) {
  requireAdmin(args)
  await readForm(args.request)
  const hidden = await firstStepsCookie().serialize('hidden', { maxAge: A_YEAR })
  const headers = new Headers({ 'Set-Cookie': hidden })
  return redirectWithFlash('/admin', 'The list is hidden. Help has the same steps.', headers)
}

function sayBackups(state: BackupState | undefined) {
  if (!state) return null
  const { APP_TIME_ZONE } = settings()
  const say = (instant: number) => sayInstant(instant, APP_TIME_ZONE)
  const { total, latest, everyHours, lastFailure } = state
  return {
    total,
    latest: latest === undefined ? null : say(latest),
    isOff: everyHours === 0,
    failure: lastFailure ? { at: say(lastFailure.at), problem: lastFailure.problem } : null,
  }
}

const peopleWords = {
  member: 'Members',
  organizer: 'Organizers',
  admin: 'Admins',
  deactivated: 'Deactivated',
}

const mailWords = {
  queued: 'Waiting',
  sending: 'Being sent',
  sent: 'Sent',
  kept: 'Not sent (email was off)',
  failed: 'Failed',
  unknown: 'Not known',
}

type Figure = { key: string; words: string; total: number }

/** Keeps the order of the words; the page leaves out states without mail. */
function inOrder(totals: Record<string, number>, words: Record<string, string>): Figure[] {
  return Object.entries(words).map(([key, word]) => ({ key, words: word, total: totals[key] ?? 0 }))
}

export default function Admin() {
  const figures = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title="Admin" />
      {figures.steps ? <FirstSteps steps={figures.steps} /> : null}
      <ul className="cards">
        <Card title="People" to="/admin/users" figures={figures.people}>
          <p>
            <a href="/admin/users/new">Add a person</a>, or{' '}
            <a href="/admin/users/import">many from a list</a>
          </p>
        </Card>
        <Card title="Events" to="/events/history" figures={figures.events}>
          <p>{sayCount(figures.requests, 'request')} in total</p>
        </Card>
        <Card title="Email" to="/admin/mail" figures={figures.mails.filter(m => m.total > 0)}>
          {figures.mails.every(m => m.total === 0) ? <p>No emails yet.</p> : null}
        </Card>
        <Card title="Audit trail" to="/admin/audit" figures={[]}>
          <p>{sayCount(figures.auditCount, 'entry')}: who changed what, and when</p>
          {figures.isTrailBroken ? <p>✗ Entries were changed or removed</p> : null}
        </Card>
        <Card title="Settings" to="/admin/settings" figures={[]}>
          <p>Name, time zone and email</p>
        </Card>
        {figures.backups ? <Backups {...figures.backups} /> : null}
      </ul>
    </>
  )
}

function Card(props: { title: string; to: string; figures: Figure[]; children?: ReactNode }) {
  return (
    <li className="card">
      <h2>
        <a href={props.to}>{props.title}</a>
      </h2>
      {props.figures.length > 0 ? (
        <dl className="facts">
          {props.figures.map(({ key, words, total }) => (
            <Fragment key={key}>
              <dt>{words}</dt>
              <dd>{total}</dd>
            </Fragment>
          ))}
        </dl>
      ) : null}
      {props.children}
    </li>
  )
}

function Backups({ total, latest, isOff, failure }: NonNullable<ReturnType<typeof sayBackups>>) {
  return (
    <li className="card">
      <h2>Backups</h2>
      {failure ? (
        <p>
          <strong>The last one failed</strong> ({failure.at}): {failure.problem}
        </p>
      ) : null}
      <p>
        {latest ? `${sayCount(total, 'backup')}. The latest is from ${latest}.` : 'No backups yet.'}
      </p>
      {isOff ? <p>Automatic backups are off (BACKUP_EVERY_HOURS is 0).</p> : null}
    </li>
  )
}
