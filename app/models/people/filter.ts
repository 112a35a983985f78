import { readPage } from '#app/values/page.ts'
import { type Role, roles } from './user.ts'

export const userStatuses = ['active', 'invited', 'deactivated'] as const
export type UserStatus = (typeof userStatuses)[number]
export const userSorts = ['name', 'email', 'role', 'signed-in', 'added'] as const
export type UserSort = (typeof userSorts)[number]

export type UserFilter = {
  search: string
  role: Role | undefined
  status: UserStatus | undefined
  sort: UserSort
  isDescending: boolean
  page: number
}

export function readUserFilter(params: URLSearchParams): UserFilter {
  const sort = params.get('sort') ?? ''
  return {
    search: (params.get('q') ?? '').trim().slice(0, 100),
    role: oneOf(roles, params.get('role')),
    status: oneOf(userStatuses, params.get('status')),
    sort: oneOf(userSorts, sort.replace(/^-/, '')) ?? 'name',
    isDescending: sort.startsWith('-'),
    page: readPage(params),
  }
}

function oneOf<Value extends string>(known: readonly Value[], text: string | null) {
  return known.find(value => value === text)
}
