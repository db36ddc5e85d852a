import type { PrintFailure } from '../../printers/outcome.ts'
import type { BoxOutcome, BoxState } from '../cards/box.ts'
import type { CardBefore, CardState, CardWarning, PickState } from '../cards/card.ts'
import type { DisposalKind, DisposalOutcome, DisposalState } from '../cards/disposal.ts'
import type { Counted } from '../cards/figure.ts'
import type { HandoverException, Receipt } from '../cards/handover.ts'
import type { Receipt as DeliveryReceipt, IncidentKind, RejectedRow } from '../cards/manifest.ts'
import type { PlaceEnd } from '../cards/place-code.ts'
import type { Outcome, StocktakeState } from '../cards/stocktake.ts'
import type { CentreHours, CentreSettings, Holidays, PlaceKind } from '../centres/centre.ts'
import type { Pictogram } from '../centres/pictogram.ts'
import type { ChangeKind, Fields } from '../changes/change.ts'
import type { CounterState } from '../counters/counter.ts'
import type { DeviceKind } from '../devices/device.ts'
import type { Language } from '../language.ts'
import type { PartOutcome } from '../notices/channel.ts'
import type { NoticeKind, NoticeState } from '../notices/notice.ts'
import type { PrintState } from '../prints/print.ts'
import type { Tally } from '../reports/report.ts'
import type { Role } from '../staff/staff.ts'
import type { CallReason } from '../tickets/choose.ts'
import type { SpanKind, TicketClass, TicketState } from '../tickets/ticket.ts'
import type { Columns } from './columns.sqlite.ts'

/**
 * Every table, once, for both engines. Times are epoch milliseconds, ids are text made by the
 * application. `*Cipher` columns hold AES-256-GCM text, `*Hash` columns a keyed hash of the same
 * value, so that it can be found without being readable (see crypto.ts); both are erased in their
 * time (see retention/): null, or empty where the column must be there.
 */
export const defineTables = (c: Columns) => {
  const centres = c.table('centres', {
    id: c.text('id').primaryKey(),
    nameAr: c.text('name_ar').notNull(),
    nameEn: c.text('name_en').notNull(),
    timeZone: c.text('time_zone').notNull(),
    /** Local minutes after midnight at which one business day becomes the next. */
    dayEndsAtMin: c.int('day_ends_at_min').notNull(),
    hours: c.json<CentreHours>('hours').notNull(),
    holidays: c.json<Holidays>('holidays').notNull().default({}),
    settings: c.json<CentreSettings>('settings').notNull(),
    revision: c.int('revision').notNull(),
    /** The revision at which its names, hours, services, counters or settings last changed. */
    setupRevision: c.int('setup_revision').notNull().default(0),
    /** No tickets are given out any more; what was done there stays. */
    closed: c.bool('closed').notNull().default(false),
  })

  /**
   * Who changed what in the set-up of a centre, or of the whole installation: appended to, never
   * changed. No secret, no password and nobody's data who visits stands in it.
   */
  const changes = c.table(
    'changes',
    {
      /** Ordered by time. */
      id: c.text('id').primaryKey(),
      /** null: it concerns the whole installation. */
      centreId: c.text('centre_id'),
      staffId: c.text('staff_id').notNull(),
      at: c.epochMs('at').notNull(),
      kind: c.word<ChangeKind>('kind').notNull(),
      subject: c.text('subject').notNull(),
      /** The fields that changed, as they were; null for what was not there. */
      before: c.json<Fields>('before'),
      after: c.json<Fields>('after'),
    },
    (t) => [c.index('changes_centre').on(t.centreId, t.id)],
  )

  /** A centre's own words for what people are told; what has no row is said in the usual ones. */
  const messageTexts = c.table(
    'message_texts',
    {
      centreId: c.text('centre_id').notNull(),
      kind: c.word<NoticeKind>('kind').notNull(),
      language: c.word<Language>('language').notNull(),
      text: c.text('text').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.centreId, t.kind, t.language] })],
  )

  /** Screens that show a code until an administrator types it: rows of a few minutes. */
  const pairings = c.table(
    'pairings',
    {
      code: c.text('code').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      kind: c.word<DeviceKind>('kind').notNull(),
      /** The hash of the token that the screen has made for itself. */
      tokenHash: c.text('token_hash').notNull(),
      expiresAt: c.epochMs('expires_at').notNull(),
    },
    (t) => [c.index('pairings_expire').on(t.expiresAt)],
  )

  /** One row: what this database as a whole was begun with. */
  const installation = c.table('installation', {
    id: c.text('id').primaryKey(),
    /** A keyed hash that only the DATA_KEY makes which the data were sealed with. */
    keyCheck: c.text('key_check').notNull(),
  })

  const services = c.table(
    'services',
    {
      centreId: c.text('centre_id').notNull(),
      id: c.text('id').notNull(),
      prefix: c.text('prefix').notNull(),
      nameAr: c.text('name_ar').notNull(),
      nameEn: c.text('name_en').notNull(),
      requirementsAr: c.text('requirements_ar').notNull(),
      requirementsEn: c.text('requirements_en').notNull(),
      targetMin: c.int('target_min').notNull(),
      onlineUrl: c.text('online_url'),
      worksOnCards: c.bool('works_on_cards').notNull(),
      /** What it is drawn as; null: it is shown by its letter. */
      pictogram: c.word<Pictogram>('pictogram'),
      position: c.int('position').notNull(),
      active: c.bool('active').notNull(),
    },
    (t) => [
      c.primaryKey({ columns: [t.centreId, t.id] }),
      c.uniqueIndex('services_prefix').on(t.centreId, t.prefix),
    ],
  )

  const counters = c.table(
    'counters',
    {
      id: c.text('id').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      /** What the lobby shows and the voice says, usually a number. */
      label: c.text('label').notNull(),
      /** The section of the post room this counter stands in, if it does. */
      section: c.text('section'),
      capabilities: c.json<string[]>('capabilities').notNull(),
      state: c.word<CounterState>('state').notNull(),
      staffId: c.text('staff_id'),
      /** What the counter calls for now: capabilities ∩ skills ∩ what was asked for at opening. */
      services: c.json<string[]>('services').notNull(),
      pauseReason: c.text('pause_reason'),
      stateSince: c.epochMs('state_since').notNull(),
      /** When the member who is there opened it: a pause changes nothing of that. */
      openedAt: c.epochMs('opened_at'),
      /** When the last visitor's serving ended; the wrap-up lasts from here to the next call. */
      freeSince: c.epochMs('free_since'),
      lastTicketId: c.text('last_ticket_id'),
      lastServiceId: c.text('last_service_id'),
      /** What the newest things done here were asked with, newest first: none is done twice, and none that was withdrawn. */
      requests: c.json<string[]>('requests').notNull().default([]),
      /** Whether it is in use; one that is not stays for what was done at it. */
      active: c.bool('active').notNull().default(true),
    },
    (t) => [c.index('counters_centre').on(t.centreId)],
  )

  const staff = c.table(
    'staff',
    {
      id: c.text('id').primaryKey(),
      username: c.text('username').notNull(),
      name: c.text('name').notNull(),
      passwordHash: c.text('password_hash').notNull(),
      roles: c.json<Role[]>('roles').notNull(),
      /** Service ids, or `*` for a universal member of staff. */
      skills: c.json<string[]>('skills').notNull(),
      /** The one centre they work in; null works in all of them. */
      centreId: c.text('centre_id'),
      active: c.bool('active').notNull(),
      failedSignIns: c.int('failed_sign_ins').notNull(),
      lockedUntil: c.epochMs('locked_until'),
    },
    (t) => [c.uniqueIndex('staff_username').on(t.username)],
  )

  const sessions = c.table(
    'sessions',
    {
      /** SHA-256 of the cookie's token: reading the database signs nobody in. */
      tokenHash: c.text('token_hash').primaryKey(),
      staffId: c.text('staff_id').notNull(),
      createdAt: c.epochMs('created_at').notNull(),
      expiresAt: c.epochMs('expires_at').notNull(),
      /** A keyed hash of the code with which it goes on at another browser, and until when. */
      moveCode: c.text('move_code'),
      moveUntil: c.epochMs('move_until'),
      /** The hash of the token of the browser that it went on from, which is told so. */
      movedFrom: c.text('moved_from'),
    },
    (t) => [
      c.index('sessions_moved').on(t.movedFrom).where(c.sql`moved_from is not null`),
      c.index('sessions_staff').on(t.staffId),
      c.index('sessions_expiry').on(t.expiresAt),
    ],
  )

  const devices = c.table(
    'devices',
    {
      id: c.text('id').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      kind: c.word<DeviceKind>('kind').notNull(),
      name: c.text('name').notNull(),
      tokenHash: c.text('token_hash').notNull(),
      /** `file:`, `tcp://host:9100` or `usb:/dev/usb/lp0`; null for a device without a printer. */
      printer: c.text('printer'),
      /** What its printer failed of last, and since when; null: it printed since, or never failed. */
      printerFailure: c.word<PrintFailure>('printer_failure'),
      printerFailedAt: c.epochMs('printer_failed_at'),
      active: c.bool('active').notNull(),
    },
    (t) => [
      c.uniqueIndex('devices_token').on(t.tokenHash),
      c.index('devices_centre').on(t.centreId),
    ],
  )

  const tickets = c.table(
    'tickets',
    {
      id: c.text('id').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      number: c.text('number').notNull(),
      /** The business day in the centre's time zone, `2026-11-24`. */
      day: c.text('day').notNull(),
      serviceId: c.text('service_id').notNull(),
      class: c.word<TicketClass>('class').notNull(),
      state: c.word<TicketState>('state').notNull(),
      language: c.word<Language>('language').notNull(),
      party: c.int('party').notNull(),
      /** How many of the same service waited before it when it was issued. */
      aheadAtIssue: c.int('ahead_at_issue').notNull().default(0),
      /** The range that was played when it was issued, minutes; null: not known. */
      playedP50: c.int('played_p50'),
      playedP90: c.int('played_p90'),
      /** The post section that holds the card it is about, whose counters call it; empty: none. */
      section: c.text('section').notNull().default(''),
      issuedAt: c.epochMs('issued_at').notNull(),
      /** The start of the wait that counts for the score; a transfer and a return keep it. */
      waitingSince: c.epochMs('waiting_since').notNull(),
      stateSince: c.epochMs('state_since').notNull(),
      counterId: c.text('counter_id'),
      staffId: c.text('staff_id'),
      calledAt: c.epochMs('called_at'),
      recalls: c.int('recalls').notNull(),
      /** Until when its visitor asked to be left out; null unless it is parked for that. */
      awayUntil: c.epochMs('away_until'),
      /** How often its visitor asked for that. */
      putOffs: c.int('put_offs').notNull().default(0),
      endedAt: c.epochMs('ended_at'),
      outcome: c.text('outcome'),
      /** The revision of the centre at the ticket's last change. */
      revision: c.int('revision').notNull(),
      /** Who asked, with `requestId` the key under which a repeated request finds its ticket. */
      requestedBy: c.text('requested_by').notNull(),
      requestId: c.text('request_id').notNull(),
      deviceId: c.text('device_id'),
      /** When its page was first opened by its visitor; null: not yet, or it came from no kiosk. */
      onPhoneAt: c.epochMs('on_phone_at'),
      cardSerial: c.text('card_serial'),
      phoneCipher: c.text('phone_cipher'),
      phoneHash: c.text('phone_hash'),
      /** The browser that is told of its calls (notices/push.ts), encrypted; gone with the visit. */
      pushCipher: c.text('push_cipher'),
      citizenCipher: c.text('citizen_cipher'),
      citizenHash: c.text('citizen_hash'),
    },
    (t) => [
      c.uniqueIndex('tickets_number').on(t.centreId, t.day, t.number),
      c.uniqueIndex('tickets_request').on(t.centreId, t.requestedBy, t.requestId),
      // The partial indexes hold only the tickets of the moment, so calling and counting cost the
      // same after a year as on the first day.
      c
        .index('tickets_waiting')
        .on(t.centreId, t.serviceId, t.class, t.waitingSince, t.revision)
        .where(c.sql`state = 'waiting'`),
      c.index('tickets_away').on(t.centreId, t.awayUntil).where(c.sql`away_until is not null`),
      // Those who wait have an index of their own: a new ticket writes no page of this one.
      c
        .index('tickets_elsewhere')
        .on(t.centreId, t.day)
        .where(c.sql`ended_at is null and state <> 'waiting'`),
      c
        .uniqueIndex('tickets_at_counter')
        .on(t.counterId)
        .where(c.sql`state in ('called', 'serving')`),
      c.index('tickets_phone').on(t.phoneHash, t.issuedAt).where(c.sql`phone_hash is not null`),
      c
        .index('tickets_citizen')
        .on(t.citizenHash, t.issuedAt)
        .where(c.sql`citizen_hash is not null`),
      // Who may yet be told that it is nearly their turn.
      c
        .index('tickets_to_tell')
        .on(t.centreId, t.waitingSince)
        .where(c.sql`state = 'waiting' and (phone_hash is not null or push_cipher is not null)`),
      // What is to be erased in its time (see retention/).
      c
        .index('tickets_personal')
        .on(t.centreId, t.endedAt)
        .where(
          c.sql`phone_hash is not null or citizen_hash is not null or push_cipher is not null`,
        ),
    ],
  )

  /** What staff tell one another of a visit; the text may name somebody, so it is sealed. */
  const ticketNotes = c.table(
    'ticket_notes',
    {
      id: c.text('id').primaryKey(),
      ticketId: c.text('ticket_id').notNull(),
      centreId: c.text('centre_id').notNull(),
      staffId: c.text('staff_id').notNull(),
      counterLabel: c.text('counter_label').notNull(),
      textCipher: c.text('text_cipher').notNull(),
      at: c.epochMs('at').notNull(),
      /** When its author last corrected it. */
      editedAt: c.epochMs('edited_at'),
    },
    (t) => [
      c.index('ticket_notes_ticket').on(t.ticketId, t.at),
      // What is to be erased in its time (see retention/).
      c.index('ticket_notes_age').on(t.centreId, t.at),
    ],
  )

  /** How many wait, counted as they come and go: a call reads a few rows, however long the line. */
  const queues = c.table(
    'queues',
    {
      centreId: c.text('centre_id').notNull(),
      serviceId: c.text('service_id').notNull(),
      class: c.word<TicketClass>('class').notNull(),
      section: c.text('section').notNull(),
      waiting: c.int('waiting').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.centreId, t.serviceId, t.class, t.section] })],
  )

  const ticketNumbers = c.table(
    'ticket_numbers',
    {
      centreId: c.text('centre_id').notNull(),
      prefix: c.text('prefix').notNull(),
      day: c.text('day').notNull(),
      last: c.int('last').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.centreId, t.prefix, t.day] })],
  )

  const calls = c.table(
    'calls',
    {
      centreId: c.text('centre_id').notNull(),
      revision: c.int('revision').notNull(),
      ticketId: c.text('ticket_id').notNull(),
      number: c.text('number').notNull(),
      counterId: c.text('counter_id').notNull(),
      counterLabel: c.text('counter_label').notNull(),
      staffId: c.text('staff_id').notNull(),
      at: c.epochMs('at').notNull(),
      kind: c.word<'call' | 'recall'>('kind').notNull(),
      reason: c.json<CallReason>('reason'),
    },
    (t) => [
      c.primaryKey({ columns: [t.centreId, t.revision] }),
      c.index('calls_ticket').on(t.ticketId),
    ],
  )

  /** What a visit consisted of: each stretch of waiting, walking, serving, parked, wrap-up. */
  const spans = c.table(
    'spans',
    {
      ticketId: c.text('ticket_id').notNull(),
      /** With the ticket's id the key: a ticket ends at most one stretch of each kind a revision. */
      revision: c.int('revision').notNull(),
      kind: c.word<SpanKind>('kind').notNull(),
      centreId: c.text('centre_id').notNull(),
      serviceId: c.text('service_id').notNull(),
      counterId: c.text('counter_id'),
      staffId: c.text('staff_id'),
      fromAt: c.epochMs('from_at').notNull(),
      toAt: c.epochMs('to_at').notNull(),
    },
    (t) => [
      c.primaryKey({ columns: [t.ticketId, t.revision, t.kind] }),
      // Only how long servings took is asked of all visits; a call ends none.
      c.index('spans_servings').on(t.centreId, t.serviceId, t.toAt).where(c.sql`kind = 'serving'`),
    ],
  )

  /** The outbox: what was decided, in the order of the centre's revision. */
  const events = c.table(
    'events',
    {
      centreId: c.text('centre_id').notNull(),
      revision: c.int('revision').notNull(),
      ordinal: c.int('ordinal').notNull(),
      type: c.text('type').notNull(),
      subject: c.text('subject').notNull(),
      data: c.json<unknown>('data').notNull(),
      at: c.epochMs('at').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.centreId, t.revision, t.ordinal] })],
  )

  /** Up to which revision of a centre the outbox has been handed on. */
  const relayCursors = c.table('relay_cursors', {
    centreId: c.text('centre_id').primaryKey(),
    revision: c.int('revision').notNull(),
  })

  const prints = c.table(
    'prints',
    {
      id: c.text('id').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      ticketId: c.text('ticket_id').notNull(),
      deviceId: c.text('device_id').notNull(),
      state: c.word<PrintState>('state').notNull(),
      copy: c.bool('copy').notNull(),
      attempts: c.int('attempts').notNull(),
      dueAt: c.epochMs('due_at').notNull(),
      failure: c.word<PrintFailure>('failure'),
      queuedAt: c.epochMs('queued_at').notNull(),
      printedAt: c.epochMs('printed_at'),
      /** The places whose labels it prints; null for a ticket's slip. Without a ticket, its id is empty. */
      labels: c.json<string[]>('labels'),
    },
    (t) => [
      c.index('prints_ticket').on(t.ticketId),
      c
        .index('prints_owed')
        .on(t.deviceId, t.queuedAt, t.id)
        .where(c.sql`state in ('queued', 'printing')`),
    ],
  )

  const notices = c.table(
    'notices',
    {
      id: c.text('id').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      kind: c.word<NoticeKind>('kind').notNull(),
      /** The ticket's id or the card's serial it tells of. */
      subject: c.text('subject').notNull(),
      language: c.word<Language>('language').notNull(),
      /** Empty where it goes to a browser: the ticket knows which. */
      phoneCipher: c.text('phone_cipher').notNull(),
      state: c.word<NoticeState>('state').notNull(),
      attempts: c.int('attempts').notNull(),
      /** Not before this time: the end of quiet hours, the pause after a failure, or a claim. */
      dueAt: c.epochMs('due_at').notNull(),
      expiresAt: c.epochMs('expires_at').notNull(),
      parts: c.int('parts'),
      failure: c.text('failure'),
      /** The channel it went out through, or may have; null: it is surely not out. */
      leftThrough: c.text('left_through'),
      queuedAt: c.epochMs('queued_at').notNull(),
      sentAt: c.epochMs('sent_at'),
    },
    (t) => [
      c.uniqueIndex('notices_once').on(t.kind, t.subject),
      c
        .index('notices_unsure')
        .on(t.leftThrough, t.queuedAt)
        .where(c.sql`left_through is not null and sent_at is null`),
      c.index('notices_owed').on(t.dueAt).where(c.sql`state in ('queued', 'sending')`),
      c.index('notices_personal').on(t.centreId, t.queuedAt).where(c.sql`phone_cipher <> ''`),
    ],
  )

  /** What providers call the parts of notices, so that their receipts find them. */
  const noticeParts = c.table(
    'notice_parts',
    {
      /** The channel's name. */
      channel: c.text('channel').notNull(),
      /** The provider's id, as it answered it. */
      partId: c.text('part_id').notNull(),
      /** null: the receipt came before the answer was stored, or is about nothing of ours. */
      noticeId: c.text('notice_id'),
      outcome: c.word<PartOutcome>('outcome'),
      at: c.epochMs('at').notNull(),
    },
    (t) => [
      c.primaryKey({ columns: [t.channel, t.partId] }),
      c.index('notice_parts_notice').on(t.noticeId).where(c.sql`notice_id is not null`),
      c.index('notice_parts_age').on(t.at),
    ],
  )

  const places = c.table(
    'places',
    {
      centreId: c.text('centre_id').notNull(),
      code: c.text('code').notNull(),
      parent: c.text('parent'),
      /** The section at the root of its branch; itself for a section. */
      section: c.text('section').notNull(),
      kind: c.word<PlaceKind>('kind').notNull(),
      /** Cards that fit in it, all places in it together. */
      capacity: c.int('capacity').notNull(),
      /** Cards that have it, or a place in it, as their place: counted as they come and go. */
      taken: c.int('taken').notNull().default(0),
      nameAr: c.text('name_ar').notNull(),
      nameEn: c.text('name_en').notNull(),
    },
    (t) => [
      c.primaryKey({ columns: [t.centreId, t.code] }),
      c.index('places_section').on(t.centreId, t.section, t.kind),
      c.index('places_children').on(t.centreId, t.parent, t.code),
      // Where there is room: the nearest free slot is found without a look at those that are full.
      c
        .index('places_free')
        .on(t.centreId, t.section, t.code)
        .where(c.sql`kind = 'slot' and taken < capacity`),
    ],
  )

  /** Codes that places had before, so that an old label, and the log, still lead somewhere. */
  const formerPlaces = c.table(
    'former_places',
    {
      centreId: c.text('centre_id').notNull(),
      code: c.text('code').notNull(),
      how: c.word<PlaceEnd>('how').notNull(),
      /** The place that it is now, or whose cards are there now; null for one that was removed. */
      now: c.text('now'),
      staffId: c.text('staff_id'),
      at: c.epochMs('at').notNull(),
      revision: c.int('revision').notNull(),
    },
    (t) => [
      c.primaryKey({ columns: [t.centreId, t.code] }),
      c.index('former_places_now').on(t.centreId, t.now),
    ],
  )

  const cards = c.table(
    'cards',
    {
      serial: c.text('serial').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      citizenHash: c.text('citizen_hash').notNull(),
      citizenCipher: c.text('citizen_cipher').notNull(),
      phoneCipher: c.text('phone_cipher'),
      /** The number of the application it was made for, which its owner can prove themselves with. */
      applicationHash: c.text('application_hash'),
      language: c.word<Language>('language').notNull(),
      state: c.word<CardState>('state').notNull(),
      stateSince: c.epochMs('state_since').notNull(),
      /** Where it lies, or is kept a place for while it is out; null when it is nowhere on the shelves. */
      place: c.text('place'),
      blocked: c.bool('blocked').notNull(),
      manifestId: c.text('manifest_id'),
      /** When it first became ready; the notice was written in the same transaction. */
      readyAt: c.epochMs('ready_at'),
      revision: c.int('revision').notNull(),
    },
    (t) => [
      c.index('cards_citizen').on(t.citizenHash),
      c.index('cards_place').on(t.centreId, t.place).where(c.sql`place is not null`),
      c.index('cards_manifest').on(t.manifestId, t.state),
      // Who may be reminded, and what is kept no longer.
      c.index('cards_uncollected').on(t.centreId, t.readyAt).where(c.sql`state = 'shelved'`),
      c
        .index('cards_personal')
        .on(t.centreId, t.stateSince)
        .where(c.sql`state in ('handed_over', 'expired') and citizen_cipher <> ''`),
    ],
  )

  /** The custody log: appended to, never changed. Each entry of a centre holds on to the one before. */
  const custody = c.table(
    'custody',
    {
      serial: c.text('serial').notNull(),
      revision: c.int('revision').notNull(),
      centreId: c.text('centre_id').notNull(),
      action: c.text('action').notNull(),
      at: c.epochMs('at').notNull(),
      staffId: c.text('staff_id'),
      fromPlace: c.text('from_place'),
      toPlace: c.text('to_place'),
      why: c.text('why'),
      /** What the station calls itself that it was scanned at. */
      device: c.text('device'),
      /** From 1 in each centre, without a gap; null in entries older than the chain. */
      seq: c.int('seq'),
      /** See cards/chain.ts. */
      hash: c.text('hash'),
    },
    (t) => [
      c.primaryKey({ columns: [t.serial, t.centreId, t.revision] }),
      c.uniqueIndex('custody_chain').on(t.centreId, t.seq),
      // What went on in a slot lately, for whoever searches for a card.
      c.index('custody_put').on(t.centreId, t.toPlace, t.at).where(c.sql`to_place is not null`),
      c
        .index('custody_taken')
        .on(t.centreId, t.fromPlace, t.at)
        .where(c.sql`from_place is not null`),
    ],
  )

  /** What happened to cards, counted by the day: see cards/figure.ts. */
  const cardDays = c.table(
    'card_days',
    {
      centreId: c.text('centre_id').notNull(),
      day: c.text('day').notNull(),
      kind: c.word<Counted>('kind').notNull(),
      upToHours: c.int('up_to_hours').notNull(),
      count: c.int('count').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.centreId, t.day, t.kind, t.upToHours] })],
  )

  /** What happened to visitors, counted by the hour of the centre's clock: see reports/report.ts. */
  const visitHours = c.table(
    'visit_hours',
    {
      centreId: c.text('centre_id').notNull(),
      day: c.text('day').notNull(),
      hour: c.int('hour').notNull(),
      serviceId: c.text('service_id').notNull(),
      counts: c.json<Tally>('counts').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.centreId, t.day, t.hour, t.serviceId] })],
  )

  /** Scans to the shelves that their station gave an id: each is carried out once, and can be undone. */
  const scans = c.table(
    'scans',
    {
      centreId: c.text('centre_id').notNull(),
      id: c.text('id').notNull(),
      serial: c.text('serial').notNull(),
      staffId: c.text('staff_id'),
      at: c.epochMs('at').notNull(),
      /** The card's revision that it made; another one means that more was done since. */
      revision: c.int('revision').notNull(),
      warnings: c.json<CardWarning[]>('warnings').notNull(),
      before: c.json<CardBefore>('before').notNull(),
      undoneAt: c.epochMs('undone_at'),
    },
    (t) => [c.primaryKey({ columns: [t.centreId, t.id] }), c.index('scans_age').on(t.at)],
  )

  /** Scans out of a delivery that their station gave an id: each is carried out, and answered, once. */
  const manifestScans = c.table(
    'manifest_scans',
    {
      centreId: c.text('centre_id').notNull(),
      id: c.text('id').notNull(),
      manifestId: c.text('manifest_id').notNull(),
      serial: c.text('serial').notNull(),
      /** What was answered. */
      outcome: c.word<DeliveryReceipt>('outcome').notNull(),
      state: c.word<CardState>('state'),
      at: c.epochMs('at').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.centreId, t.id] }), c.index('manifest_scans_age').on(t.at)],
  )

  /** How often a citizen's cards were asked for from outside: see cards/asking.ts. */
  const askings = c.table(
    'askings',
    {
      citizenHash: c.text('citizen_hash').primaryKey(),
      hourFrom: c.epochMs('hour_from').notNull(),
      hourCount: c.int('hour_count').notNull(),
      weekFrom: c.epochMs('week_from').notNull(),
      weekCount: c.int('week_count').notNull(),
    },
    (t) => [c.index('askings_age').on(t.weekFrom)],
  )

  const manifests = c.table(
    'manifests',
    {
      id: c.text('id').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      origin: c.text('origin').notNull(),
      /** SHA-256 of the sorted serials: the same delivery uploaded twice is the same manifest. */
      fingerprint: c.text('fingerprint').notNull(),
      /** `loading`: its cards are being written, a slice at a time. */
      state: c.word<'loading' | 'open' | 'closed'>('state').notNull(),
      expected: c.int('expected').notNull(),
      createdAt: c.epochMs('created_at').notNull(),
      closedAt: c.epochMs('closed_at'),
      /** Lines that were not taken, and why; the first of them. */
      rejected: c.json<RejectedRow[]>('rejected'),
    },
    (t) => [c.uniqueIndex('manifests_fingerprint').on(t.centreId, t.fingerprint)],
  )

  const incidents = c.table(
    'incidents',
    {
      id: c.text('id').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      kind: c.word<IncidentKind>('kind').notNull(),
      serial: c.text('serial').notNull(),
      manifestId: c.text('manifest_id'),
      state: c.word<'open' | 'closed'>('state').notNull(),
      note: c.text('note').notNull(),
      at: c.epochMs('at').notNull(),
      /** Who looks into it. */
      ownerId: c.text('owner_id'),
      /** What they found, in their words. */
      remark: c.text('remark'),
      closedAt: c.epochMs('closed_at'),
    },
    (t) => [
      c.index('incidents_open').on(t.centreId, t.at, t.id).where(c.sql`state = 'open'`),
      // Wrong pickup codes told for a card, so that nobody tries them all.
      c.index('incidents_codes').on(t.serial, t.at).where(c.sql`kind = 'wrong_code'`),
      c.uniqueIndex('incidents_manifest').on(t.manifestId, t.kind, t.serial),
    ],
  )

  const picks = c.table(
    'picks',
    {
      id: c.text('id').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      ticketId: c.text('ticket_id').notNull(),
      number: c.text('number').notNull(),
      serial: c.text('serial').notNull(),
      place: c.text('place').notNull(),
      state: c.word<PickState>('state').notNull(),
      createdAt: c.epochMs('created_at').notNull(),
      endedAt: c.epochMs('ended_at'),
      staffId: c.text('staff_id'),
    },
    (t) => [
      c.uniqueIndex('picks_ticket').on(t.ticketId),
      c.index('picks_card').on(t.serial),
      c.index('picks_open').on(t.centreId, t.createdAt).where(c.sql`state in ('open', 'picked')`),
    ],
  )

  /** A list of cards that nobody collected, to be sent back or destroyed. */
  const disposals = c.table(
    'disposals',
    {
      id: c.text('id').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      kind: c.word<DisposalKind>('kind').notNull(),
      /** `confirming`: decided by the second person; its cards are being ended, a slice at a time. */
      state: c.word<DisposalState>('state').notNull(),
      madeBy: c.text('made_by').notNull(),
      madeAt: c.epochMs('made_at').notNull(),
      confirmedBy: c.text('confirmed_by'),
      closedAt: c.epochMs('closed_at'),
    },
    (t) => [c.index('disposals_centre').on(t.centreId, t.madeAt)],
  )

  const disposalCards = c.table(
    'disposal_cards',
    {
      disposalId: c.text('disposal_id').notNull(),
      centreId: c.text('centre_id').notNull(),
      serial: c.text('serial').notNull(),
      /** null: it was not taken from its slot for this yet. */
      scannedBy: c.text('scanned_by'),
      scannedAt: c.epochMs('scanned_at'),
      /** null until the list is confirmed. */
      outcome: c.word<DisposalOutcome>('outcome'),
    },
    (t) => [
      c.primaryKey({ columns: [t.disposalId, t.serial] }),
      // A card is on one list of its centre at a time.
      c.uniqueIndex('disposal_cards_open').on(t.centreId, t.serial).where(c.sql`outcome is null`),
    ],
  )

  /**
   * Sealed boxes of cards from one centre to another. Until it is sealed a box, and what is in it,
   * is written by the centre that packs it; from then on by the one that it goes to.
   */
  const boxes = c.table(
    'boxes',
    {
      id: c.text('id').primaryKey(),
      fromCentreId: c.text('from_centre_id').notNull(),
      toCentreId: c.text('to_centre_id').notNull(),
      state: c.word<BoxState>('state').notNull(),
      /** The number on the seal. */
      seal: c.text('seal'),
      madeBy: c.text('made_by').notNull(),
      madeAt: c.epochMs('made_at').notNull(),
      sealedBy: c.text('sealed_by'),
      sealedAt: c.epochMs('sealed_at'),
      closedBy: c.text('closed_by'),
      closedAt: c.epochMs('closed_at'),
    },
    (t) => [
      c.index('boxes_from').on(t.fromCentreId, t.madeAt),
      c.index('boxes_to').on(t.toCentreId, t.madeAt),
    ],
  )

  const boxCards = c.table(
    'box_cards',
    {
      boxId: c.text('box_id').notNull(),
      serial: c.text('serial').notNull(),
      packedBy: c.text('packed_by').notNull(),
      packedAt: c.epochMs('packed_at').notNull(),
      /** null while it is in the box. */
      outcome: c.word<BoxOutcome>('outcome'),
    },
    (t) => [
      c.primaryKey({ columns: [t.boxId, t.serial] }),
      // A card is in one box at a time, in whichever centre.
      c.uniqueIndex('box_cards_inside').on(t.serial).where(c.sql`outcome is null`),
      c.index('box_cards_serial').on(t.serial),
    ],
  )

  const handovers = c.table(
    'handovers',
    {
      serial: c.text('serial').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      ticketId: c.text('ticket_id').notNull(),
      identity: c.text('identity').notNull(),
      oldCard: c.bool('old_card').notNull(),
      /** Who stood there in the owner's place: name and citizen id, encrypted. */
      representativeCipher: c.text('representative_cipher'),
      /** null in rows older than it. */
      receipt: c.word<Receipt>('receipt'),
      /** A PNG in base64, encrypted. */
      signatureCipher: c.text('signature_cipher'),
      exceptions: c.json<HandoverException[]>('exceptions'),
      /** Who answers for the exceptions beside `staffId`. */
      secondId: c.text('second_id'),
      staffId: c.text('staff_id').notNull(),
      at: c.epochMs('at').notNull(),
    },
    (t) => [
      c
        .index('handovers_personal')
        .on(t.centreId, t.at)
        .where(c.sql`representative_cipher is not null or signature_cipher is not null`),
    ],
  )

  /** The walking of some shelves, from its beginning to its report. */
  const stocktakes = c.table(
    'stocktakes',
    {
      id: c.text('id').primaryKey(),
      centreId: c.text('centre_id').notNull(),
      /** The section, cabinet, drawer or slot whose cards are scanned. */
      place: c.text('place').notNull(),
      /** `closing`: what was not seen is being missed, a slice at a time. */
      state: c.word<StocktakeState>('state').notNull(),
      startedBy: c.text('started_by'),
      startedAt: c.epochMs('started_at').notNull(),
      /** What a card went through after this revision of the centre, it went through meanwhile. */
      startRevision: c.int('start_revision').notNull(),
      /** The cards that lay there when it began. */
      expected: c.int('expected').notNull(),
      found: c.int('found').notNull(),
      misplaced: c.int('misplaced').notNull(),
      unknown: c.int('unknown').notNull(),
      missing: c.int('missing').notNull(),
      /** Of the cards that lay there when it began, those that were scanned, wherever they lay. */
      seen: c.int('seen').notNull().default(0),
      closedBy: c.text('closed_by'),
      closedAt: c.epochMs('closed_at'),
      endRevision: c.int('end_revision'),
      /** Where the custody log of the centre ended when it was closed. */
      headSeq: c.int('head_seq'),
      headHash: c.text('head_hash'),
    },
    (t) => [
      c.index('stocktakes_centre').on(t.centreId, t.startedAt),
      c
        .index('stocktakes_live')
        .on(t.centreId, t.place)
        .where(c.sql`state in ('open', 'paused', 'closing')`),
    ],
  )

  /** What a stocktake says of each card: its newest scan in it, or that it was missed. */
  const stocktakeCards = c.table(
    'stocktake_cards',
    {
      stocktakeId: c.text('stocktake_id').notNull(),
      serial: c.text('serial').notNull(),
      centreId: c.text('centre_id').notNull(),
      outcome: c.word<Outcome>('outcome').notNull(),
      /** Where it was scanned; for a missing card, where it should have been. */
      slot: c.text('slot').notNull(),
      /** The place that was its own then. */
      belongs: c.text('belongs'),
      /** How it stood then; null for a card that is not known here. */
      state: c.word<CardState>('state'),
      at: c.epochMs('at').notNull(),
      staffId: c.text('staff_id'),
      revision: c.int('revision').notNull(),
      /** When a later scan, which its log has nothing of, showed it where it belongs; null: none did. */
      putBackRevision: c.int('put_back_revision'),
    },
    (t) => [
      c.primaryKey({ columns: [t.stocktakeId, t.serial] }),
      c.index('stocktake_cards_listed').on(t.stocktakeId, t.outcome, t.slot, t.serial),
      c.index('stocktake_cards_seen').on(t.serial, t.centreId, t.revision),
    ],
  )

  return {
    installation,
    changes,
    messageTexts,
    pairings,
    centres,
    services,
    counters,
    staff,
    sessions,
    devices,
    tickets,
    ticketNotes,
    queues,
    ticketNumbers,
    calls,
    spans,
    events,
    relayCursors,
    prints,
    notices,
    noticeParts,
    places,
    formerPlaces,
    cards,
    custody,
    cardDays,
    visitHours,
    scans,
    manifestScans,
    askings,
    manifests,
    incidents,
    picks,
    disposals,
    disposalCards,
    boxes,
    boxCards,
    handovers,
    stocktakes,
    stocktakeCards,
  }
}

export type Tables = ReturnType<typeof defineTables>
