import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MailFilterForm } from '#app/components/mail-filter.tsx'
import { MailTable } from '#app/components/mail-table.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { requireAdmin } from '#app/http/viewer.server.ts'
import { countMailsByState, listMails } from '#app/models/mail/mail.server.ts'
import { canTryAgain, readMailFilter } from '#app/models/mail/mail.ts'
import { settings } from '#app/settings.server.ts'
import { sayCount } from '#app/values/count.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction = () => [{ title: 'Email' }]

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const url = new URL(args.request.url)
  const filter = readMailFilter(url.searchParams)
  const { rows, total, page, pages } = await listMails(filter)
  const { MAIL_ENABLED, APP_TIME_ZONE } = settings()
  const say = (instant: number) => sayInstantShort(instant, APP_TIME_ZONE)
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
    counts: await countMailsByState(),
    address: `${url.pathname}${url.search}`,
    isMailEnabled: MAIL_ENABLED,
    timeZone: APP_TIME_ZONE,
  }
}

export default function Mails() {
  const { rows, filter, total, page, pages, counts, address, isMailEnabled, timeZone } =
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

function NothingLeaves() {
  return (
    <div className="note">
      <p>
        <strong>Email is off, so no email is sent.</strong> You can read each email here. Its links
        work, so you can give them to people yourself.
      </p>
    </div>
  )
}
