import { Facts } from './event-facts.tsx'
import { QrCode } from './qr-code.tsx'

type Props = {
  name: string
  facts: [string, string | null][]
  address: string
  qrCode: { size: number; path: string }
}

/** Printed alone, on a page of its own. */
export function EventNotice({ name, facts, address, qrCode }: Props) {
  return (
    <section className="card notice" aria-labelledby="notice">
      <h2 id="notice">{name}</h2>
      <Facts rows={facts} />
      <p className="notice-call">Ask for tickets here:</p>
      <QrCode {...qrCode} label={`QR code of ${address}`} />
      <p className="address">{address}</p>
    </section>
  )
}
