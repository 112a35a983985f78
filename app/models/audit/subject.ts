export const auditSubjects = {
  user: 'People',
  event: 'Events',
  request: 'Requests',
  allocation: 'Allocations',
  finalization: 'Finalizations',
  mail: 'Mail',
  session: 'Sessions',
  database: 'The database',
} as const

export type AuditSubject = keyof typeof auditSubjects
