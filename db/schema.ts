import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * What the queries know of the tables. The migrations decide; a test holds the two together.
 * Instants are milliseconds since 1970 in UTC.
 */
export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** See values/search.ts; null until it is made from the name. */
  searchName: text('search_name'),
  email: text('email').notNull(),
  role: text('role', { enum: ['member', 'organizer', 'admin'] })
    .notNull()
    .default('member'),
  passwordHash: text('password_hash'),
  mustChangePassword: integer('must_change_password', { mode: 'boolean' }).notNull().default(false),
  deactivatedAt: integer('deactivated_at'),
  /** The last sign-in, kept when its session ends. */
  signedInAt: integer('signed_in_at'),
  /** When a welcome mail that really leaves was first queued; a trigger on mails sets it. */
  welcomedAt: integer('welcomed_at'),
  createdAt: integer('created_at').notNull(),
  version: integer('version').notNull().default(1),
})

export const sessions = sqliteTable('sessions', {
  id: text('id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  userId: text('user_id').notNull(),
  createdAt: integer('created_at').notNull(),
  seenAt: integer('seen_at').notNull(),
  idleEndsAt: integer('idle_ends_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  isRemembered: integer('is_remembered', { mode: 'boolean' }).notNull().default(false),
  userAgent: text('user_agent').notNull().default(''),
  address: text('address').notNull().default(''),
})

export const tokens = sqliteTable('tokens', {
  tokenHash: text('token_hash').primaryKey(),
  purpose: text('purpose', {
    enum: ['set-up', 'set-password', 'reset-password', 'sign-in'],
  }).notNull(),
  userId: text('user_id'),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
})

/** Forms that were sent when their session had ended, for an hour. */
export const unsentForms = sqliteTable('unsent_forms', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  /** Path and query of the page that the form is on. */
  page: text('page').notNull(),
  /** What was typed, encrypted. */
  sealed: text('sealed').notNull(),
  expiresAt: integer('expires_at').notNull(),
})

export const events = sqliteTable('events', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** As of users. */
  searchName: text('search_name'),
  startsAt: integer('starts_at').notNull(),
  timeZone: text('time_zone').notNull(),
  place: text('place').notNull().default(''),
  totalTickets: integer('total_tickets').notNull(),
  notes: text('notes').notNull().default(''),
  opensAt: integer('opens_at'),
  closesAt: integer('closes_at'),
  mostPerRequest: integer('most_per_request').notNull().default(8),
  ownerId: text('owner_id').notNull(),
  closedAt: integer('closed_at'),
  cancelledAt: integer('cancelled_at'),
  cancelReason: text('cancel_reason'),
  finalizedAt: integer('finalized_at'),
  createdAt: integer('created_at').notNull(),
  version: integer('version').notNull().default(1),
  /** Triggers raise it with every request made, changed or withdrawn and every draft amount set. */
  allocationVersion: integer('allocation_version').notNull().default(1),
  impossible: text('impossible'),
  /** Triggers keep these two: how many people ask, and for how many if all got their first size. */
  asked: integer('asked_people').notNull().default(0),
  firstSizes: integer('first_sizes').notNull().default(0),
  heldBack: integer('held_back').notNull().default(0),
  heldBackReason: text('held_back_reason').notNull().default(''),
})

export const requests = sqliteTable('requests', {
  id: text('id').primaryKey(),
  eventId: text('event_id').notNull(),
  userId: text('user_id').notNull(),
  /** Descending and joined by commas, as on the roll: "4,2,1". */
  sizes: text('sizes').notNull(),
  note: text('note').notNull().default(''),
  createdAt: integer('created_at').notNull(),
  changedAt: integer('changed_at').notNull(),
  /** The last change that added or raised a size; the order `first-come` rests on it. */
  raisedAt: integer('raised_at').notNull(),
  enteredBy: text('entered_by'),
  draftAmount: integer('draft_amount'),
  draftReason: text('draft_reason'),
  /** The roll that was frozen last leaves it out. */
  offRoll: integer('off_roll', { mode: 'boolean' }).notNull().default(false),
  version: integer('version').notNull().default(1),
  impossible: text('impossible'),
})

export const finalizations = sqliteTable('finalizations', {
  id: text('id').primaryKey(),
  eventId: text('event_id').notNull(),
  number: integer('number').notNull(),
  finalizedAt: integer('finalized_at').notNull(),
  finalizedBy: text('finalized_by'),
  withMail: integer('with_mail', { mode: 'boolean' }).notNull(),
  undoneAt: integer('undone_at'),
  undoneBy: text('undone_by'),
  undoReason: text('undo_reason'),
  /** Tickets that there were when the event was first decided, without those held back. */
  available: integer('available'),
})

export const results = sqliteTable(
  'results',
  {
    finalizationId: text('finalization_id').notNull(),
    requestId: text('request_id').notNull(),
    amount: integer('amount').notNull(),
    impossible: text('impossible'),
  },
  t => [primaryKey({ columns: [t.finalizationId, t.requestId] })],
)

export const mails = sqliteTable('mails', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  /** One reason and recipient, one mail: a second insert changes nothing. */
  reasonKey: text('reason_key').notNull(),
  userId: text('user_id'),
  eventId: text('event_id'),
  toEmail: text('to_email').notNull(),
  subject: text('subject').notNull(),
  text: text('text').notNull(),
  html: text('html').notNull(),
  state: text('state', { enum: ['queued', 'sending', 'sent', 'failed', 'unknown', 'kept'] })
    .notNull()
    .default('queued'),
  /** Whether a duplicate does no harm, so that an unknown answer may be tried again. */
  isRepeatable: integer('is_repeatable', { mode: 'boolean' }).notNull().default(true),
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: integer('next_attempt_at').notNull(),
  /** When SES first said that we send too fast; that is waited out before it counts as a failure. */
  throttledAt: integer('throttled_at'),
  leaseEndsAt: integer('lease_ends_at'),
  leaseId: text('lease_id'),
  lastError: text('last_error'),
  providerId: text('provider_id'),
  createdAt: integer('created_at').notNull(),
  sentAt: integer('sent_at'),
  /** Whether its one-time links are sealed; then text and html are opened to be sent or shown. */
  isSealed: integer('is_sealed', { mode: 'boolean' }).notNull().default(false),
})

export const auditEntries = sqliteTable('audit_entries', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  actorId: text('actor_id'),
  actorName: text('actor_name').notNull().default(''),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  subjectId: text('subject_id').notNull(),
  eventId: text('event_id'),
  before: text('before'),
  after: text('after'),
})

/** The chain over the audit trail, written a moment after the entries. */
export const auditLinks = sqliteTable('audit_links', {
  entryId: integer('entry_id').primaryKey(),
  /** Of the link before it and of the entry: see models/audit/chain.ts. */
  hash: text('hash').notNull(),
  linkedAt: integer('linked_at').notNull(),
})

export const importedRows = sqliteTable(
  'imported_rows',
  {
    kind: text('kind', { enum: ['user', 'event', 'request'] }).notNull(),
    originalId: integer('original_id').notNull(),
    newId: text('new_id'),
    original: text('original').notNull(),
    finding: text('finding'),
    importedAt: integer('imported_at').notNull(),
  },
  t => [primaryKey({ columns: [t.kind, t.originalId] })],
)

/** The nameless mark of one member on one event's roll; survives withdrawing and asking again. */
export const entryCodes = sqliteTable(
  'entry_codes',
  {
    eventId: text('event_id').notNull(),
    userId: text('user_id').notNull(),
    code: text('code').notNull(),
  },
  t => [primaryKey({ columns: [t.eventId, t.userId] })],
)

export const seals = sqliteTable(
  'seals',
  {
    eventId: text('event_id').notNull(),
    draw: integer('draw').notNull(),
    commitment: text('commitment').notNull(),
    /** The secret, encrypted: nobody reads it in the file, a backup or an export before its time. */
    sealedSecret: text('sealed_secret').notNull(),
    /** Why there is another draw; null for the first. */
    reason: text('reason'),
    sealedAt: integer('sealed_at').notNull(),
    sealedByName: text('sealed_by_name').notNull().default(''),
  },
  t => [primaryKey({ columns: [t.eventId, t.draw] })],
)

/** Every choice of a rule, for everyone to see; the last one before the draw is in force. */
export const ruleChoices = sqliteTable('rule_choices', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  eventId: text('event_id').notNull(),
  draw: integer('draw').notNull(),
  rule: text('rule', {
    enum: ['fair-share', 'plain', 'most-people', 'even-shares', 'fill'],
  }).notNull(),
  order: text('order_name', { enum: ['draw', 'weighted', 'rotation', 'first-come'] }).notNull(),
  cap: integer('cap'),
  publicValueSource: text('public_value_source'),
  chosenAt: integer('chosen_at').notNull(),
  chosenByName: text('chosen_by_name').notNull().default(''),
})

export const rolls = sqliteTable(
  'rolls',
  {
    eventId: text('event_id').notNull(),
    number: integer('number').notNull(),
    roll: text('roll').notNull(),
    rollHash: text('roll_hash').notNull(),
    order: text('order_name', { enum: ['draw', 'weighted', 'rotation', 'first-come'] }).notNull(),
    frozenAt: integer('frozen_at').notNull(),
    /** Set when requests were reopened before any draw; at most one roll of an event is in force. */
    supersededAt: integer('superseded_at'),
    /** Requests that the roll leaves out, because the account is deactivated or no size is possible. */
    deactivated: integer('deactivated').notNull().default(0),
    withoutSize: integer('without_size').notNull().default(0),
  },
  t => [primaryKey({ columns: [t.eventId, t.number] })],
)

/** Each time that a backup took the place of the database, and how old it was. */
export const restores = sqliteTable('restores', {
  restoredAt: integer('restored_at').primaryKey(),
  backupAt: integer('backup_at').notNull(),
})

export const pins = sqliteTable(
  'pins',
  {
    eventId: text('event_id').notNull(),
    requestId: text('request_id').notNull(),
    amount: integer('amount').notNull(),
    reason: text('reason').notNull(),
    pinnedAt: integer('pinned_at').notNull(),
    pinnedBy: text('pinned_by'),
  },
  t => [primaryKey({ columns: [t.eventId, t.requestId] })],
)

export const draws = sqliteTable(
  'draws',
  {
    eventId: text('event_id').notNull(),
    number: integer('number').notNull(),
    rollNumber: integer('roll_number').notNull(),
    /** The published document without overrides, which are added when it is shown. */
    document: text('document').notNull(),
    drawnAt: integer('drawn_at').notNull(),
    drawnByName: text('drawn_by_name').notNull().default(''),
  },
  t => [primaryKey({ columns: [t.eventId, t.number] })],
)
