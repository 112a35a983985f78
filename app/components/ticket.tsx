import { QrCode } from './qr-code.tsx'

export function Ticket({ code }: { code: { size: number; path: string } | null }) {
  if (!code) return null
  return (
    <section className="ticket">
      <h2>Your ticket</h2>
      <QrCode {...code} label="QR code of your ticket" />
      <p>Show this code at the door.</p>
    </section>
  )
}

type Duty = { isOpen: boolean; from: string } | null

export function DoorDuty({ eventId, duty }: { eventId: string; duty: Duty }) {
  if (!duty) return null
  return (
    <p className="note">
      You help at the door.{' '}
      {duty.isOpen ? (
        <a href={`/events/${eventId}/door`}>Open the door list</a>
      ) : (
        `The door list opens for you on ${duty.from}.`
      )}
    </p>
  )
}
