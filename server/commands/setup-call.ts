import { parseArgs } from 'node:util'

export const SETUP_USAGE = `Usage: npm run setup [-- OPTIONS]

Makes the first admin. Asks on a terminal; without one:
  --name NAME --email ADDRESS   who; the password is taken from ADMIN_PASSWORD,
                                or a link to set it is printed, good for 7 days

  --another                     make one more, although there is an admin
  --promote                     make an admin of somebody who has an account already
  --link [--email ADDRESS]      print a link that lets an admin choose a new password,
                                for when they cannot get in; good for 7 days

  --demo                        fill an empty database with a season to look at instead
  --force                       the same although there are events`

export type SetupCall = {
  name: string | undefined
  email: string | undefined
  another: boolean
  promote: boolean
  link: boolean
  demo: boolean
  force: boolean
  help: boolean
}

export function readSetupCall(args: string[]): SetupCall {
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    args,
    options: {
      name: { type: 'string' },
      email: { type: 'string' },
      another: flag,
      promote: flag,
      link: flag,
      demo: flag,
      force: flag,
      help: { ...flag, short: 'h' },
    },
  })
  const { name, email, ...flags } = values
  const isNew = name !== undefined || flags.another || flags.promote
  const isAboutAdmin = isNew || email !== undefined || flags.link
  if (flags.link && isNew)
    throw new Error('--link is for an existing admin. Only --email may go with it.')
  if (flags.demo && isAboutAdmin)
    throw new Error('--demo stands alone: make the admin in a call of its own.')
  if (flags.force && !flags.demo) throw new Error('--force belongs to --demo.')
  return { name, email, ...flags }
}
