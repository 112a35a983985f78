import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AfterKind } from '#app/allocation/after/line.ts'
import type { SetByHand } from '#app/allocation/types.ts'

/**
 * For queries: the migrations decide, and a test compares the two. Instants are milliseconds since 1970 in UTC.
 * Comments name the triggers of a table, which a test requires, and in quotes the refusal that they cause.
 * Triggers: users_keep_last_admin and users_keep_last_admin_on_delete ("last-admin"); users_deactivation_ends_sessions
 * and users_new_role_ends_sessions; users_search_their_name and users_new_search_their_name (clear searchName).
 */
export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** Folded by values/search.ts; null until then. */
  searchName: text('search_name'),
  email: text('email').notNull(),
  role: text('role', { enum: ['member', 'organizer', 'admin'] })
    .notNull()
    .default('member'),
  passwordHash: text('password_hash'),
  mustChangePassword: integer('must_change_password', { mode: 'boolean' }).notNull().default(false),
  deactivatedAt: integer('deactivated_at'),
  signedInAt: integer('signed_in_at'),
  /** Set by the mails_welcome_… triggers; see mails. */
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

export const unsentForms = sqliteTable('unsent_forms', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  page: text('page').notNull(),
  sealed: text('sealed').notNull(),
  expiresAt: integer('expires_at').notNull(),
})

/**
 * Triggers: events_stay_cancelled and events_finalize_only_closed ("cancelled"); events_total_covers_given
 * ("below-given", by holdings and open offers once decided); events_stay_closed_after_finalizing and events_keep_locked_terms ("locked"); events_search_their_name and
 * events_new_search_their_name (clear searchName).
 */
export const events = sqliteTable('events', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
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
  /** Counts every request made, changed or withdrawn and every draft amount set; see requests. */
  allocationVersion: integer('allocation_version').notNull().default(1),
  impossible: text('impossible'),
  /** Kept by the triggers of requests: how many people ask, and the sum of their first sizes. */
  asked: integer('asked_people').notNull().default(0),
  firstSizes: integer('first_sizes').notNull().default(0),
  heldBack: integer('held_back').notNull().default(0),
  heldBackReason: text('held_back_reason').notNull().default(''),
  /** Anybody with the address may read its draws. */
  publishesDraw: integer('publishes_draw', { mode: 'boolean' }).notNull().default(false),
  /** How long an offer lasts, 1 to 168. */
  offerHours: integer('offer_hours').notNull().default(24),
  /** Offers end so long before the start, 0 to 72. */
  offersEndHours: integer('offers_end_hours').notNull().default(3),
  confirmBy: integer('confirm_by'),
  releasesUnconfirmed: integer('releases_unconfirmed', { mode: 'boolean' })
    .notNull()
    .default(false),
  howToGet: text('how_to_get').notNull().default(''),
  asksGuestNames: integer('asks_guest_names', { mode: 'boolean' }).notNull().default(false),
  guestNamesUntil: integer('guest_names_until'),
})

/**
 * Triggers: requests_draft_within_total ("over-capacity"); requests_stay_with_their_event ("locked");
 * requests_asking_is_settled ("locked", of enteredBy and confirmedAt once drawn or finalized); requests_new_counts,
 * requests_gone_counts and requests_changed_counts (keep allocationVersion, asked and firstSizes of the event).
 */
export const requests = sqliteTable('requests', {
  id: text('id').primaryKey(),
  eventId: text('event_id').notNull(),
  userId: text('user_id').notNull(),
  /** As on the roll: "4,2,1". */
  sizes: text('sizes').notNull(),
  note: text('note').notNull().default(''),
  createdAt: integer('created_at').notNull(),
  changedAt: integer('changed_at').notNull(),
  /** Last change that added or raised a size; `first-come` orders by it. */
  raisedAt: integer('raised_at').notNull(),
  /** Who made the last change, if not the person. */
  enteredBy: text('entered_by'),
  /** When the person said that they had asked for what somebody else entered. */
  confirmedAt: integer('confirmed_at'),
  draftAmount: integer('draft_amount'),
  draftReason: text('draft_reason'),
  offRoll: integer('off_roll', { mode: 'boolean' }).notNull().default(false),
  /** By the last draw, pins included; null when it left the request out. */
  drawnAmount: integer('drawn_amount'),
  wasPinned: integer('was_pinned', { mode: 'boolean' }).notNull().default(false),
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
  /** Without those held back, when the event was first decided. */
  available: integer('available'),
  /** For the ledger, see fairness/basis.server.ts; null without a draw. */
  drawnFor: integer('drawn_for'),
  wanted: integer('wanted'),
  openSeconds: integer('open_seconds'),
  /** What `draws/:n.json` answers from then on, to the byte; null without a draw. */
  document: text('document'),
})

/** Trigger: results_are_locked ("locked"). */
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

/** Triggers: mails_welcome_people, mails_welcome_nobody and mails_welcome_again keep users.welcomedAt. */
export const mails = sqliteTable('mails', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  /** Unique with the recipient, so a second insert changes nothing. */
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
  /** A duplicate does no harm, so an unknown outcome may be tried again. */
  isRepeatable: integer('is_repeatable', { mode: 'boolean' }).notNull().default(true),
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: integer('next_attempt_at').notNull(),
  /** When SES first throttled us; waited out before it counts as a failure. */
  throttledAt: integer('throttled_at'),
  leaseEndsAt: integer('lease_ends_at'),
  leaseId: text('lease_id'),
  lastError: text('last_error'),
  providerId: text('provider_id'),
  createdAt: integer('created_at').notNull(),
  sentAt: integer('sent_at'),
  /** Its one-time links are encrypted in text and html. */
  isSealed: integer('is_sealed', { mode: 'boolean' }).notNull().default(false),
  /** JSON that `renderFacts` renders when the mail leaves or is shown, while text and html are empty. */
  facts: text('facts'),
})

/** Triggers ("audit"): audit_entries_never_change, audit_entries_never_go, audit_entries_only_grow. */
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

/** Triggers ("audit"): audit_links_only_grow, audit_links_never_change, audit_links_never_go. */
export const auditLinks = sqliteTable('audit_links', {
  entryId: integer('entry_id').primaryKey(),
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

/** The member's pseudonym on the roll; survives withdrawing and asking again. */
export const entryCodes = sqliteTable(
  'entry_codes',
  {
    eventId: text('event_id').notNull(),
    userId: text('user_id').notNull(),
    code: text('code').notNull(),
  },
  t => [primaryKey({ columns: [t.eventId, t.userId] })],
)

/** Trigger: seals_never_change ("sealed"). */
export const seals = sqliteTable(
  'seals',
  {
    eventId: text('event_id').notNull(),
    draw: integer('draw').notNull(),
    commitment: text('commitment').notNull(),
    /** Encrypted: unreadable in the file, a backup or an export before its time. */
    sealedSecret: text('sealed_secret').notNull(),
    reason: text('reason'),
    sealedAt: integer('sealed_at').notNull(),
    sealedByName: text('sealed_by_name').notNull().default(''),
  },
  t => [primaryKey({ columns: [t.eventId, t.draw] })],
)

/** The last choice before the draw applies. Trigger: rule_choices_never_change ("chosen"). */
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

/** Trigger: rolls_never_change ("frozen"). */
export const rolls = sqliteTable(
  'rolls',
  {
    eventId: text('event_id').notNull(),
    number: integer('number').notNull(),
    roll: text('roll').notNull(),
    rollHash: text('roll_hash').notNull(),
    order: text('order_name', { enum: ['draw', 'weighted', 'rotation', 'first-come'] }).notNull(),
    frozenAt: integer('frozen_at').notNull(),
    /** Set when requests reopened before any draw; at most one roll of an event is in force. */
    supersededAt: integer('superseded_at'),
    /** Requests left out: deactivated account, or no possible size. */
    deactivated: integer('deactivated').notNull().default(0),
    withoutSize: integer('without_size').notNull().default(0),
    /** Requests on it that somebody else had entered and the person had not confirmed. */
    unconfirmed: integer('unconfirmed').notNull().default(0),
  },
  t => [primaryKey({ columns: [t.eventId, t.number] })],
)

/** What admins chose, where the environment says nothing. */
export const storedSettings = sqliteTable('settings', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
})

/** Whose losses in a row changed when their rule did, until they have read it. */
export const formerLosses = sqliteTable('former_losses', {
  userId: text('user_id').primaryKey(),
  before: integer('losses_before').notNull(),
  after: integer('losses_after').notNull(),
})

/** Triggers ("restored"): restores_never_change, restores_never_go. */
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

/** Triggers ("drawn"): draws_never_change, draws_never_go. */
export const draws = sqliteTable(
  'draws',
  {
    eventId: text('event_id').notNull(),
    number: integer('number').notNull(),
    rollNumber: integer('roll_number').notNull(),
    /** Without overrides, which are added when it is shown. */
    document: text('document').notNull(),
    drawnAt: integer('drawn_at').notNull(),
    drawnByName: text('drawn_by_name').notNull().default(''),
  },
  t => [primaryKey({ columns: [t.eventId, t.number] })],
)

/**
 * The terms of a draw, fixed before its public value can be known. Triggers ("locked"): lockings_never_change,
 * lockings_never_go.
 */
export const lockings = sqliteTable(
  'lockings',
  {
    eventId: text('event_id').notNull(),
    draw: integer('draw').notNull(),
    rollNumber: integer('roll_number').notNull(),
    /** Public from locking on, so that anybody who has the value can make the draw. */
    secret: text('secret').notNull(),
    terms: text('terms').notNull(),
    /** `{code, amount, reason}` of each, which the terms hold as a hash. */
    pins: text('pins', { mode: 'json' }).$type<SetByHand[]>().notNull(),
    /** When the public value can be known; null without one. */
    knownAt: integer('known_at'),
    withMail: integer('with_mail', { mode: 'boolean' }).notNull(),
    lockedAt: integer('locked_at').notNull(),
    lockedByName: text('locked_by_name').notNull().default(''),
    publicValue: text('public_value'),
    publicProof: text('public_proof'),
    valuedAt: integer('valued_at'),
    cancelledAt: integer('cancelled_at'),
    cancelledByName: text('cancelled_by_name'),
    cancelReason: text('cancel_reason'),
  },
  t => [primaryKey({ columns: [t.eventId, t.draw] })],
)

/**
 * Where the log of a finalization has led. Its triggers hold that free = total - held back - holdings - open offers:
 * after_states_balance and after_states_begin_balanced ("unbalanced"), after_states_never_go ("written").
 */
export const afterStates = sqliteTable('after_states', {
  finalizationId: text('finalization_id').primaryKey(),
  eventId: text('event_id').notNull(),
  /** The number of the last line. */
  n: integer('n').notNull(),
  startHead: text('start_head').notNull(),
  head: text('head').notNull(),
  /** The instant of the last line. */
  at: integer('at').notNull(),
  /** Below 0 only where an import gave more than there are. */
  free: integer('free').notNull(),
  nextPlace: integer('next_place').notNull(),
  lastCallUntil: integer('last_call_until'),
  hadLastCall: integer('had_last_call', { mode: 'boolean' }).notNull().default(false),
  /** Whether free tickets are offered: off until an organizer says so where nothing was drawn. */
  offersTickets: integer('offers_tickets', { mode: 'boolean' }).notNull(),
})

/** Everybody of an event after its decision, as its log leaves them. */
export const standings = sqliteTable(
  'standings',
  {
    finalizationId: text('finalization_id').notNull(),
    code: text('code').notNull(),
    eventId: text('event_id').notNull(),
    userId: text('user_id').notNull(),
    /** "4,2,1" */
    sizes: text('sizes').notNull(),
    /** What the decision gave. */
    decided: integer('decided').notNull(),
    holding: integer('holding').notNull(),
    level: integer('level').notNull().default(0),
    place: integer('place').notNull(),
    isWilling: integer('is_willing', { mode: 'boolean' }).notNull(),
    hasLeft: integer('has_left', { mode: 'boolean' }).notNull(),
    wasSkipped: integer('was_skipped', { mode: 'boolean' }).notNull(),
    wasSetToNone: integer('was_set_to_none', { mode: 'boolean' }).notNull(),
    /** After the decision, without a request. */
    hasJoined: integer('has_joined', { mode: 'boolean' }).notNull().default(false),
    /** How often they were put back at their own wish, and gave back. */
    putBack: integer('put_back').notNull().default(0),
    returned: integer('returned').notNull().default(0),
    /** By an organizer, after the decision: such tickets need no confirming. */
    wasGiven: integer('was_given', { mode: 'boolean' }).notNull().default(false),
  },
  t => [primaryKey({ columns: [t.finalizationId, t.code] })],
)

/**
 * The public log after a decision. Triggers: ticket_moves_follow ("moved"); ticket_moves_never_change and
 * ticket_moves_never_go ("written").
 */
export const ticketMoves = sqliteTable(
  'ticket_moves',
  {
    finalizationId: text('finalization_id').notNull(),
    n: integer('n').notNull(),
    eventId: text('event_id').notNull(),
    at: integer('at').notNull(),
    kind: text('kind').$type<AfterKind>().notNull(),
    code: text('code').notNull().default(''),
    tickets: integer('tickets').notNull().default(0),
    sizes: text('sizes').notNull().default(''),
    untilAt: integer('until_at'),
    head: text('head').notNull(),
    /** Of an organizer's act: for the person, not in the log. */
    reason: text('reason').notNull().default(''),
  },
  t => [primaryKey({ columns: [t.finalizationId, t.n] })],
)

/** At most one is open for a person and event. Triggers ("answered"): offers_end_once, offers_never_go. */
export const offers = sqliteTable('offers', {
  id: text('id').primaryKey(),
  finalizationId: text('finalization_id').notNull(),
  eventId: text('event_id').notNull(),
  userId: text('user_id').notNull(),
  code: text('code').notNull(),
  tickets: integer('tickets').notNull(),
  madeAt: integer('made_at').notNull(),
  /** When its mail leaves. */
  beginsAt: integer('begins_at').notNull(),
  /** The first moment at which an answer no longer counts. */
  untilAt: integer('until_at').notNull(),
  state: text('state', { enum: ['open', 'accepted', 'declined', 'expired', 'withdrawn'] })
    .notNull()
    .default('open'),
  answeredAt: integer('answered_at'),
  taken: integer('taken').notNull().default(0),
})

/** What is known of somebody who holds tickets of an event, or held them once. */
export const holders = sqliteTable(
  'holders',
  {
    eventId: text('event_id').notNull(),
    userId: text('user_id').notNull(),
    /** 128 random bits in hex, in the QR code of their ticket; null once erased. */
    doorCode: text('door_code'),
    confirmedAt: integer('confirmed_at'),
    handedAt: integer('handed_at'),
    handedByName: text('handed_by_name'),
    /** People counted at the door. */
    came: integer('came').notNull().default(0),
    cameAt: integer('came_at'),
    cameByName: text('came_by_name'),
    guestNames: text('guest_names', { mode: 'json' }).$type<string[]>().notNull().default([]),
  },
  t => [primaryKey({ columns: [t.eventId, t.userId] })],
)

export const doorHelpers = sqliteTable(
  'door_helpers',
  { eventId: text('event_id').notNull(), userId: text('user_id').notNull() },
  t => [primaryKey({ columns: [t.eventId, t.userId] })],
)

/** The secret address of a person's calendar. */
export const calendars = sqliteTable('calendars', {
  userId: text('user_id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  sealedToken: text('sealed_token').notNull(),
  madeAt: integer('made_at').notNull(),
})
