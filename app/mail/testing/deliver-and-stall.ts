import { argv, stdout } from 'node:process'
import { deliverNext } from '#app/mail/delivery/delivery.server.ts'
import { sesSender } from '#app/mail/delivery/ses.server.ts'
import { databaseAddress, openDatabase } from '#db/client.ts'

/** To be killed at the worst moment: sends one mail of the given database and stalls before noting SES's answer. */
const send = sesSender()
await openDatabase(databaseAddress(String(argv[2])))
await deliverNext(async letter => {
  const answer = await send(letter)
  stdout.write(`${answer.outcome}\n`)
  setInterval(() => undefined, 60_000)
  return new Promise(() => undefined)
})
