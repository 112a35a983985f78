import { addDemo, type DemoRefusal } from '#app/models/demo/demo.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayCount } from '#app/values/count.ts'
import { SetupRefusal } from './setup-admin.ts'

export async function setUpDemo(isForced: boolean): Promise<string> {
  if (settings().MAIL_ENABLED)
    throw new SetupRefusal(
      'The people of the season do not exist, and mails would be sent to them: set MAIL_ENABLED=false first.',
    )
  const made = await addDemo(isForced)
  if (made.refusal !== undefined) throw new SetupRefusal(reasons[made.refusal])
  const { people, events, requests, mails } = made.counts
  return [
    `Added ${sayCount(people, 'person')}, ${sayCount(events, 'event')}, ${sayCount(requests, 'request')} and ${sayCount(mails, 'email')}. The emails are kept and never sent.`,
    people > 0
      ? `Sign in at ${settings().APP_URL}/login with the password ${made.password} as`
      : `Its people were there already, with the password of the first time. Sign in at ${settings().APP_URL}/login as`,
    ...(made.withAdmin ? ['  ines.hartmann@example.org (admin)'] : []),
    '  miriam.okafor@example.org (organizer)',
    '  amara.nwosu@example.org (member)',
    'or as anybody else of the season.',
  ].join('\n')
}

const reasons: Record<DemoRefusal, string> = {
  'has-events':
    'This database has events already. The season is for an empty one; --force adds it all the same.',
  'changed-meanwhile': 'Somebody was added just now: nothing was written. Try again.',
}
