import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Links, Meta, Outlet, useRouteError, useRouteLoaderData } from '@remix-run/react'
import { newFormKey } from '#app/http/forms/form-key.server.ts'
import { mailTroubleFor } from '#app/http/mail-trouble.server.ts'
import { Banner } from './components/banner.tsx'
import { ErrorPage, errorTitle } from './components/error-page.tsx'
import { MailTrouble } from './components/mail-trouble.tsx'
import { Navigation } from './components/navigation.tsx'
import { SiteFooter } from './components/site-footer.tsx'
import enhance from './enhance.js?url'
import { settings } from './settings.server.ts'
import styles from './styles.css?url'

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

export const meta: MetaFunction<typeof loader> = ({ data, error }) => [
  { title: error ? errorTitle(error) : (data?.appName ?? 'Tickets') },
]

export function loader({ context }: LoaderFunctionArgs) {
  const { viewer, flash, unsent } = context
  return {
    appName: settings().APP_NAME,
    flash: flash ?? null,
    isUnsent: unsent !== undefined,
    formKey: newFormKey(context),
    mailTrouble: mailTroubleFor(viewer),
    viewer: viewer
      ? { name: viewer.name, role: viewer.role, mustChangePassword: viewer.mustChangePassword }
      : null,
  }
}

/** Also wraps error pages, which may lack the loader's data. */
export function Layout({ children }: { children: React.ReactNode }) {
  const page = useRouteLoaderData<typeof loader>('root')
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
        <script type="module" src={enhance} />
      </head>
      <body>
        <a className="skip" href="#main">
          Skip to the page
        </a>
        <Navigation appName={page?.appName ?? 'Tickets'} viewer={page?.viewer ?? null} />
        <main id="main">
          {page?.flash ? <Banner kind={page.flash.kind}>{page.flash.text}</Banner> : null}
          {page?.mailTrouble ? <MailTrouble since={page.mailTrouble} /> : null}
          {page?.isUnsent ? (
            <Banner kind="warning">You were signed out. This form has not been sent yet.</Banner>
          ) : null}
          {children}
        </main>
        <SiteFooter canReadHelp={Boolean(page?.viewer && !page.viewer.mustChangePassword)} />
      </body>
    </html>
  )
}

export default function App() {
  return <Outlet />
}

export function ErrorBoundary() {
  return <ErrorPage error={useRouteError()} />
}
