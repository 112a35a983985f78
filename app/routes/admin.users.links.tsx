import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Actions, PostForm } from '#app/components/form.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from '#app/components/stacked-table.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { readForm } from '#app/http/forms/form.server.ts'
import { notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { inviteEverybody, listPeopleToInvite } from '#app/models/people/hand-out.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayCount, wordFor } from '#app/values/count.ts'
import { readPage } from '#app/values/page.ts'

export const meta: MetaFunction = () => [{ title: 'Links to hand out' }]

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const list = await listPeopleToInvite(readPage(new URL(args.request.url).searchParams))
  return { ...list, isMailOn: settings().MAIL_ENABLED, address: addressOf(args.request) }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  await readForm(args.request)
  const { invited, refusal } = await inviteEverybody(actorOf(viewer))
  if (refusal) throw notFound()
  return redirectWithFlash('/admin/users/links', sayInvited(invited))
}

function sayInvited(invited: number): string {
  if (invited === 0) return 'Nobody was left to invite.'
  if (settings().MAIL_ENABLED)
    return `${sayCount(invited, 'welcome email')} ${wordFor(invited, 'is')} on the way.`
  return `${sayCount(invited, 'link')} ${wordFor(invited, 'was')} made.`
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>

export default function LinksToHandOut() {
  const { people, total, toInvite, page, pages, isMailOn, address } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="Links to hand out"
        back={{ to: '/admin/users', label: 'People' }}
        lead="People who have never signed in. Each link lets one person choose their password. It works once, for 7 days. Give it only to that person."
      />
      {toInvite > 0 ? <Invite toInvite={toInvite} isMailOn={isMailOn} /> : null}
      {people.length > 0 ? (
        <>
          <p>
            <a href="/admin/users/links.csv">Download all as CSV</a>
          </p>
          <LinkTable people={people} total={total} />
        </>
      ) : (
        <EmptyState title="Everyone has signed in">
          <p>
            <a href="/admin/users/import">Add more people</a>
          </p>
        </EmptyState>
      )}
      <Pagination page={page} pages={pages} address={address} />
    </>
  )
}

function Invite({ toInvite, isMailOn }: Pick<Loaded, 'toInvite' | 'isMailOn'>) {
  const people = sayCount(toInvite, 'person')
  return (
    <PostForm form={{ id: 'invite' }}>
      <p>
        {isMailOn
          ? `${people} never got a welcome email.`
          : `Email is off. ${people} ${wordFor(toInvite, 'has')} no working link.`}
      </p>
      <Actions>
        <button type="submit">
          {isMailOn ? `Send a welcome email to ${people}` : `Make ${sayCount(toInvite, 'link')}`}
        </button>
      </Actions>
    </PostForm>
  )
}

function LinkTable({ people, total }: Pick<Loaded, 'people' | 'total'>) {
  return (
    <StackedTable
      label="Links"
      className="links"
      caption={sayCount(total, 'person')}
      columns={
        <>
          <Column>Name</Column>
          <Column>Email address</Column>
          <Column>Link</Column>
        </>
      }
    >
      {people.map(({ userId, name, email, link, isWelcomed }) => (
        <Row key={userId}>
          <RowHeader>
            <a href={`/admin/users/${userId}`}>{name}</a>
          </RowHeader>
          <Cell label="Email address">{email}</Cell>
          <Cell label="Link">
            {link ? <copy-text>{link}</copy-text> : isWelcomed ? 'Sent by email' : 'None'}
          </Cell>
        </Row>
      ))}
    </StackedTable>
  )
}
