export const isOf = 'event_id IN (SELECT id FROM events WHERE name = ?)'

export const after = (
  first: string,
  then: string,
) => `SELECT b.* FROM audit_entries a JOIN audit_entries b
  ON b.event_id = a.event_id AND b.id > a.id WHERE a.action = '${first}' AND b.action = '${then}'
  AND a.${isOf}`
