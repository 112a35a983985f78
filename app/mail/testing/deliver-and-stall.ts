import { argv, stdout } from 'node:process'
import { deliverNext } from '#app/mail/delivery/delivery.server.ts'
import { sesSender } from '#app/mail/delivery/ses.server.ts'
import { databaseAddress, openDatabase } from '#db/client.ts'

/**
 * A sender that is to be killed at the worst moment: it takes one mail from the database of its argument,
 * hands it to SES, says what SES answered, and stands still before it can note that.
 */
const send = sesSender()
await openDatabase(databaseAddress(String(argv[2])))
await deliverNext(async letter => {
  const answer = await send(letter)
  stdout.write(`${answer.outcome}\n`)
  setInterval(() => undefined, 60_000)
  return new Promise(() => undefined)
})
