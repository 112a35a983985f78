import { describe, expect, test } from 'vitest'
import { readTables } from '#db/backups/read-tables.ts'
import { command } from '../command.ts'
import { createPerson, testSite } from '../site.ts'

const ORIGINAL = 'app/testing/original-app.db'

describe('the commands', () => {
  const site = testSite({ seed: () => createPerson({ role: 'admin', name: 'Ada' }) })

  test('say how they are called when they are called otherwise, and exit with 2', async () => {
    for (const [name, args] of [
      ['setup', ['--nonsense']],
      ['setup', ['--another']],
      ['setup', ['--another', '--name', 'Bo', '--email', 'nonsense']],
      ['import', []],
      ['import', ['one.db', 'two.db']],
      ['import', [ORIGINAL, '--time-zone', 'Mars/Olympus']],
      ['import', [ORIGINAL, '--dryrun']],
    ] as const) {
      const { code, output } = await command(site(), name, [...args])
      expect({ args, code }).toEqual({ args, code: 2 })
      expect(output).toContain(`Usage: npm run ${name}`)
    }
  })

  test('say in a line what is wrong, and exit with 1', async () => {
    for (const [name, args, env, line] of [
      ['setup', [], {}, /^There is an admin already: Ada <.*--another\..*--link .*\n$/],
      [
        'setup',
        [],
        { APP_URL: 'x', PORT: 'y' },
        /^APP_URL: .*\nPORT: .*\n$|^PORT: .*\nAPP_URL: .*\n$/,
      ],
      ['import', ['missing.db'], {}, /^missing\.db: there is no such file\n$/],
      ['import', ['package.json'], {}, /^package\.json: cannot be read .*\n$/],
    ] as const) {
      const { code, output } = await command(site(), name, [...args], env)
      expect({ args, code }).toEqual({ args, code: 1 })
      expect(output).toMatch(line)
    }
  })

  test('a dry run without a database makes none', async () => {
    const database = `${site().server.database}.other`
    const { code, output } = await command(site(), 'import', [ORIGINAL, '--dry-run'], {
      DATABASE: database,
    })
    expect(code).toBe(0)
    expect(output).toMatch(/^original-app\.db: 80 people, 24 events, 785 requests\n/)
    await expect(readTables(database, [])).rejects.toThrow('no such file')
  })
})
