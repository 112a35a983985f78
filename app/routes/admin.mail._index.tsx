import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MailFilterForm } from '#app/components/mail-filter.tsx'
import { MailTable } from '#app/components/mail-table.tsx'
import { TryAllAgain } from '#app/components/mail-trouble.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { type Flash, redirectWithFlash } from '#app/http/flash.server.ts'
import { readForm } from '#app/http/forms/form.server.ts'
import { mailTroubleFor } from '#app/http/mail-trouble.server.ts'
import { notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { countMailsByState, listMails } from '#app/models/mail/mail.server.ts'
import { canTryAgain, readMailFilter } from '#app/models/mail/mail.ts'
import { type AllTried, tryAllAgain } from '#app/models/mail/try-all.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayCount, wordFor } from '#app/values/count.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction = () => [{ title: 'Email' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireAdmin(args)
  const url = new URL(args.request.url)
  const filter = readMailFilter(url.searchParams)
  const { rows, total, page, pages } = await listMails(filter)
  const { MAIL_ENABLED, APP_TIME_ZONE } = settings()
  const say = (instant: number) => sayInstantShort(instant, APP_TIME_ZONE)
  const counts = await countMailsByState()
  return {
    rows: rows.map(row => ({
      ...row,
      created: say(row.createdAt),
      sent: row.sentAt === null ? null : say(row.sentAt),
      canTryAgain: MAIL_ENABLED && canTryAgain(row.state),
    })),
    filter,
    total,
    page,
    pages,
    counts,
    // The warning above every page has the button already.
    failed: MAIL_ENABLED && !mailTroubleFor(viewer) ? (counts.failed ?? 0) : 0,
    address: `${url.pathname}${url.search}`,
    isMailEnabled: MAIL_ENABLED,
    timeZone: APP_TIME_ZONE,
  }
}

/** The one form: "Try all again". */
export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  await readForm(args.request)
  const done = await tryAllAgain(actorOf(viewer))
  if (done.refusal === 'not-admin') throw notFound()
  return redirectWithFlash('/admin/mail', sayTried(done))
}

function sayTried(done: AllTried): Flash | string {
  if (done.refusal) return { kind: 'warning', text: 'Email is off, so nothing was sent.' }
  if (done.tried === 0) return 'There was no email to try again.'
  return `${sayCount(done.tried, 'email')} will be tried again within a minute.`
}

export default function Mails() {
  const { rows, filter, total, page, pages, counts, failed, address, isMailEnabled, timeZone } =
    useLoaderData<typeof loader>()
  const isFiltered = Boolean(filter.state || filter.kind || filter.search)
  return (
    <>
      <PageHeader
        title="Email"
        back={{ to: '/admin', label: 'Admin' }}
        lead="All emails to people, and whether they were sent."
      />
      {isMailEnabled ? null : <NothingLeaves />}
      {failed > 0 ? <FailedMails failed={failed} /> : null}
      <MailFilterForm filter={filter} counts={counts} />
      {rows.length === 0 ? (
        <EmptyState title={isFiltered ? 'No emails found' : 'No emails yet'}>
          {isFiltered ? (
            <p>
              <a href="/admin/mail">Show all</a>
            </p>
          ) : (
            <p>Emails appear here when people are added, requests are made and results are out.</p>
          )}
        </EmptyState>
      ) : (
        <MailTable
          rows={rows}
          caption={`${sayCount(total, 'email')}, newest first. Times are in ${timeZone}.`}
        />
      )}
      <Pagination page={page} pages={pages} address={address} />
    </>
  )
}

function FailedMails({ failed }: { failed: number }) {
  return (
    <div className="note">
      <p>
        {sayCount(failed, 'email')} {wordFor(failed, 'was')} not sent. The table says why.
      </p>
      <TryAllAgain />
    </div>
  )
}

function NothingLeaves() {
  return (
    <div className="note">
      <p>
        <strong>Email is off, so no email is sent.</strong> You can read each email here. Its links
        work, so you can give them to people yourself.{' '}
        <a href="/admin/settings#email">Turn on email</a>
      </p>
    </div>
  )
}
