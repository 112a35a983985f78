type MailTextProps = {
  parts: { text: string; isLink: boolean }[]
  isHidden: boolean
  isBroken: boolean
}

export function MailText({ parts, isHidden, isBroken }: MailTextProps) {
  return (
    <>
      <h2>Text part</h2>
      {isBroken ? (
        <p className="note">
          The link in this email cannot be read, because SECRET_KEY has changed since the email was
          written. Send this person a new link.
        </p>
      ) : isHidden ? (
        <p className="hint">
          The link that works once is hidden: it is for the person it is sent to.
        </p>
      ) : null}
      <pre className="mail-text">
        {parts.map((part, index) =>
          part.isLink ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
            <a key={index} href={part.text}>
              {part.text}
            </a>
          ) : (
            part.text
          ),
        )}
      </pre>
    </>
  )
}

export function MailHtml({ address }: { address: string }) {
  return (
    <>
      <h2>HTML part</h2>
      <p className="hint">
        As a mail program would show it. Links open in a new tab.{' '}
        <a href={address}>Open it alone</a>
      </p>
      <iframe
        className="mail-html"
        title="HTML part of the mail"
        src={address}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
    </>
  )
}
