import { stopHashing } from '#app/models/sign-in/hashing/password.server.ts'
import { closeDatabase } from '#db/client.ts'
import { giveUp, openForCommand, refuseCall } from './open.ts'
import { SetupRefusal, setUpAdmin } from './setup-admin.ts'
import { readSetupCall, SETUP_USAGE, type SetupCall } from './setup-call.ts'
import { setUpDemo } from './setup-demo.ts'
import { Conversation, hasTerminal, NoAnswerError } from './terminal.ts'

function readCall(): SetupCall {
  try {
    return readSetupCall(process.argv.slice(2))
  } catch (error) {
    refuseCall(error instanceof Error ? error.message : String(error), SETUP_USAGE)
  }
}

async function main(call: SetupCall): Promise<void> {
  if (call.help) {
    console.log(SETUP_USAGE)
    return
  }
  await openForCommand()
  const talk = hasTerminal()
    ? new Conversation({ input: process.stdin, output: process.stdout })
    : undefined
  console.log(call.demo ? await setUpDemo(call.force) : await setUpAdmin(call, talk))
  await stopHashing()
  closeDatabase()
}

function end(error: unknown): never {
  if (error instanceof SetupRefusal && error.isMiscalled) refuseCall(error.message, SETUP_USAGE)
  if (error instanceof NoAnswerError) giveUp('\nNothing was made.')
  giveUp(error)
}

await main(readCall()).catch(end)
process.exit(0)
