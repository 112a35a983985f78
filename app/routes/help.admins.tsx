import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { HelpPage, type HelpSection } from '#app/components/help-page.tsx'
import { requireViewer } from '#app/http/viewer.server.ts'

export const meta: MetaFunction = () => [{ title: 'Looking after people and email' }]

export function loader(args: LoaderFunctionArgs) {
  requireViewer(args)
  return null
}

const sections: HelpSection[] = [
  {
    title: 'Add people',
    steps: [
      'Open Admin, People, “Add many from a list”.',
      'Choose a file or paste the list. You see who would be added before anyone is.',
      'Press “Add”. Each person gets a welcome email with a link to choose a password.',
    ],
    says: [
      'Without email, open “Links to hand out” and give each person their link yourself. Each link works once.',
    ],
  },
  {
    title: 'Roles',
    says: [
      'Members ask for tickets. Organizers create events and decide them. Admins can also change people, read all email and see everything that was done.',
      'Keep a second admin, so that someone can still get in when you can’t.',
    ],
  },
  {
    title: 'Someone can’t sign in',
    says: [
      'Open the person and send them a link to choose a new password. If email is off, you find the link under Admin, Email.',
      'If a device was lost, end all sessions of that person.',
    ],
  },
  {
    title: 'Someone leaves',
    says: [
      'Deactivate them: they can no longer sign in, and you can undo it at any time.',
      'Once they are deactivated you can also erase them for good. Their name and email address are removed, and past draws stay checkable.',
    ],
  },
  {
    title: 'Email does not get out',
    says: [
      'Every admin sees a warning when emails can’t be sent. Open Admin, Email to see why. The emails wait there and are tried again for about a day.',
      'When the cause is gone, press “Try all again”.',
    ],
  },
  {
    title: 'Settings, backups and updates',
    says: [
      <>
        <a href="/admin/settings">Settings</a> shows them all, and how to change them. You can send
        yourself a test email there.
      </>,
      'The person who installed this program finds everything about backups and updates in docs/operating.md.',
    ],
  },
]

export default function AdminHelp() {
  return (
    <HelpPage
      title="Looking after people and email"
      lead="For the people who keep this site running."
      sections={sections}
    />
  )
}
