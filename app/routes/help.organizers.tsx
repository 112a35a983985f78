import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { HelpPage, type HelpSection } from '#app/components/help-page.tsx'
import { requireViewer } from '#app/http/viewer.server.ts'

export const meta: MetaFunction = () => [{ title: 'Running an event' }]

export function loader(args: LoaderFunctionArgs) {
  requireViewer(args)
  return null
}

const sections: HelpSection[] = [
  {
    title: 'From the first request to the tickets',
    steps: [
      <>
        <a href="/events/new">Create an event</a>. Say how many tickets there are and when requests
        close.
      </>,
      'Tell people where to ask. The event page has the address.',
      'Wait until requests close, or close them yourself.',
      'Decide: by draw or by hand.',
      'Check the result and finalize it. Only then does everyone see what they got and get an email.',
      'Hand out the tickets. The event page has a list of who gets how many.',
    ],
    says: ['The event page always shows the next step at the top. The rest is under “More”.'],
  },
  {
    title: 'By draw or by hand',
    says: [
      'By draw: chance decides and anyone can check it. You never have to defend the result. Choose this if you are not sure.',
      'By hand: you type a number for each person. Use it for a few people who all know each other.',
    ],
  },
  {
    title: 'Choose a rule',
    says: [
      'Compare the rules on the real requests once they have closed. Each rule shows how many people would get a ticket.',
      'If you are not sure, take the one that is recommended.',
    ],
  },
  {
    title: 'What can’t be undone',
    says: [
      'Once the terms of a draw are locked, the rule and the number of tickets can’t change. Once a draw is made, it stays public.',
      'You can reopen results with a reason as long as nothing has moved since. People whose number has changed get a new email.',
    ],
  },
  {
    title: 'When tickets come back',
    says: [
      'Tickets that people give back are offered to the waiting list, in the order of the draw. You don’t need to do anything.',
      '“Tickets after the decision” shows what is free, offered and waited for.',
      'To put a mistake right, choose “Move tickets” there. You can take tickets from several people and give them to others at once. Everyone gets their own reason by email.',
      'If you ask people to confirm, “Who gets tickets” shows who has not.',
    ],
  },
  {
    title: 'Hand out the tickets',
    says: [
      'Print or download “Who gets tickets”. Mark who got theirs there.',
      'At the door, scan the code on a ticket with your phone, or search the door list. Press how many people are here.',
      'Name door helpers on the door list. They can open it from 6 hours before the start to 6 hours after.',
      'After the event, “What became of the tickets” shows how many were used, given back and wasted.',
    ],
  },
  {
    title: 'Someone who can’t ask online',
    says: ['Open “All requests” and add a request for them. They get an email about it.'],
  },
  {
    title: 'Someone got nothing and complains',
    says: [
      'Send them to “Why did I get this?” on the event page. It shows their place in the draw. Anyone can check the draw without an account if you allow it.',
    ],
  },
]

export default function OrganizerHelp() {
  return (
    <HelpPage
      title="Running an event"
      lead="Give out tickets in a way that nobody has to take on trust."
      sections={sections}
    />
  )
}
