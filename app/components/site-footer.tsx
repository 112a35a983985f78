type Props = { canReadHelp: boolean }

/** People without an account see only the page that checks draws. */
export function SiteFooter({ canReadHelp }: Props) {
  return (
    <footer className="site-footer">
      <ul>
        {canReadHelp ? (
          <li>
            <a href="/help">Help</a>
          </li>
        ) : null}
        <li>
          <a href="/verify">Check a draw</a>
        </li>
      </ul>
    </footer>
  )
}
