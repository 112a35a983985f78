import { testMail } from '#app/mail/mails/test.ts'
import { queueMail } from '#app/mail/outbox.server.ts'
import { audit } from '#app/models/audit/audit.server.ts'
import { sqlIsStill } from '#app/models/sign-in/rights.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { settings } from '#app/settings.server.ts'
import { newId } from '#app/values/id.ts'
import { refuseUnless, write } from '#db/lane.ts'

/** A real email through the queue: only one that arrives proves that email works. */
export async function sendTestMail({
  userId,
  name,
  email,
}: Viewer): Promise<'not-admin' | undefined> {
  const { APP_NAME, APP_URL } = settings()
  const done = await write([
    refuseUnless('not-admin' as const, sqlIsStill('admin', { userId })),
    queueMail({
      kind: 'test',
      reasonKey: `test:${newId()}`,
      to: { userId, email },
      content: testMail({ appName: APP_NAME, appUrl: APP_URL, name }),
    }),
    audit({
      actor: { userId, name },
      action: 'mail.test-sent',
      subject: 'user',
      subjectId: userId,
    }),
  ])
  return done.refusal
}
