import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { HelpPage, type HelpSection } from '#app/components/help-page.tsx'
import { requireViewer } from '#app/http/viewer.server.ts'

export const meta: MetaFunction = () => [{ title: 'Asking for tickets' }]

export function loader(args: LoaderFunctionArgs) {
  requireViewer(args)
  return null
}

const sections: HelpSection[] = [
  {
    title: 'Ask for tickets',
    steps: [
      <>
        Open <a href="/events">Events</a> and choose an event.
      </>,
      'Tick every number of tickets that you would accept. If you want 4 but 2 would also do, tick both.',
      'Send your request. You get an email to confirm it.',
    ],
    says: [
      'You will get one of the numbers that you ticked, or none.',
      'You can change or withdraw your request until requests close. It makes no difference whether you ask early or late, unless the event says so.',
    ],
  },
  {
    title: 'Find out what you got',
    says: [
      'The event page says when requests close and whether there is a result. You also get an email when the results are out.',
      'If you got tickets, the event page has a code. Show it at the door, on your phone or on paper.',
    ],
  },
  {
    title: 'If you cannot come',
    says: [
      'Open the event and choose “Give tickets back”. You can give back some or all of them until the event starts. They go to the next person on the waiting list at once.',
      'What you give back may be gone for good. To get tickets again, choose “Put me back” on the waiting list page.',
    ],
  },
  {
    title: 'The waiting list',
    says: [
      'Everyone who got fewer tickets than they wanted most is on the waiting list, in the order of the draw. You can also join it if you did not ask in time.',
      'When tickets become free, we offer them to the first person they fit. The offer says until when you can answer. You accept with one button.',
      'If you decline or do not answer in time, you keep your place, but you get no new offer until you choose “Put me back”.',
      'Shortly before the event there is a last call: the first to press the button gets what is free.',
    ],
  },
  {
    title: 'If you did not get a ticket',
    says: [
      'Open the event and choose “Why did I get this?”. It shows your place in the draw and how far the tickets went.',
      'Some draws give a better chance to people who got nothing before.',
      <>
        <a href="/account/fairness">Your record</a> shows what counts for you.
      </>,
    ],
  },
  {
    title: 'Check that a draw was fair',
    says: [
      'Everything that decides a draw is fixed and published before the result can be known. Nobody can change it later, not even the people who run this site.',
      <>
        You do not need to trust us. Download the document of the draw from its page, and give it to{' '}
        <a href="/verify">Check a draw</a>. It makes the draw again and compares the result.
      </>,
    ],
  },
  {
    title: 'Signing in',
    says: [
      <>
        If you forgot your password, <a href="/forgot-password">get a link by email</a>. You can
        sign in with it, or choose a new password.
      </>,
      <>
        If you think somebody else used your account,{' '}
        <a href="/account/password">change your password</a>. This signs you out everywhere else.{' '}
      </>,
    ],
  },
]

export default function MemberHelp() {
  return (
    <HelpPage
      title="Asking for tickets"
      lead="How to ask, what happens next, and how to check it."
      sections={sections}
    />
  )
}
