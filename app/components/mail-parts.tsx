type MailTextProps = {
  parts: { text: string; isLink: boolean }[]
  isHidden: boolean
  isBroken: boolean
}

export function MailText({ parts, isHidden, isBroken }: MailTextProps) {
  return (
    <>
      <h2>Text</h2>
      {isBroken ? (
        <p className="note">
          The link in this email cannot be read, because SECRET_KEY has changed since the email was
          written. Send this person a new link.
        </p>
      ) : isHidden ? (
        <p className="hint">
          The link that works once is hidden. Only the person who gets the email can see it.
        </p>
      ) : null}
      <pre className="mail-text">
        {parts.map((part, index) =>
          part.isLink ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
            <a key={index} href={part.text} rel="noopener noreferrer nofollow">
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
      <h2>With formatting</h2>
      <p className="hint">
        As an email program shows it. Links open in a new tab. <a href={address}>Open on its own</a>
      </p>
      <iframe
        className="mail-html"
        title="The email with formatting"
        src={address}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
    </>
  )
}
