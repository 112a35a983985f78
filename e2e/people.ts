import { createClient } from '@libsql/client'
import type { Page } from '@playwright/test'
import { hashSync } from 'bcryptjs'
import { searchName } from '#app/values/search/search.ts'
import { PASSWORD } from './journeys/fixtures.ts'

export type Someone = { id: string; name: string; email: string }
let number = 0

export async function addPerson(
  database: string,
  { name, role }: { name: string; role: 'member' | 'organizer' | 'admin' },
): Promise<Someone> {
  number += 1
  const id = `e2e-${Date.now().toString(36)}-${number}`
  const email = `${id}@example.org`
  const client = createClient({ url: `file:${database}`, timeout: 5000 })
  await client.execute({
    sql: 'INSERT INTO users (id, name, search_name, email, role, password_hash, signed_in_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    args: [id, name, searchName(name), email, role, hashSync(PASSWORD, 4), Date.now(), Date.now()],
  })
  client.close()
  return { id, name, email }
}

export async function signIn(page: Page, { email }: Someone): Promise<void> {
  await page.context().clearCookies()
  await page.goto('/login')
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/events')
}
