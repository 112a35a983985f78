export const auditSubjects = {
  user: 'People',
  event: 'Events',
  request: 'Requests',
  allocation: 'Allocations',
  finalization: 'Finalizations',
  tickets: 'Tickets',
  mail: 'Email',
  session: 'Sign-ins',
  settings: 'Settings',
  database: 'Database',
} as const

export type AuditSubject = keyof typeof auditSubjects
