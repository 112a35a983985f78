import { Facts } from './event-facts.tsx'
import { LinkedText } from './linked-text.tsx'

type Props = {
  request: {
    email: string
    asked: string
    note: string
    made: string
    changed: string
    enteredBy: string | null
    isActive: boolean
  }
}

export function RequestFactList({ request }: Props) {
  return (
    <div className="keep-lines">
      <Facts
        rows={[
          ['Email address', request.email],
          ['Asked for', request.asked],
          ['Note', request.note && <LinkedText key="note" text={request.note} />],
          ['Received', request.made],
          ['Last changed', request.changed],
          ['Entered by', request.enteredBy],
          ['Account', request.isActive ? null : 'Deactivated: the draw leaves this request out'],
        ]}
      />
    </div>
  )
}
