import {
  and,
  asc,
  count,
  eq,
  getTableColumns,
  gte,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  sql,
} from 'drizzle-orm'
import { cancelPick, cardForPickup, openPick } from '../cards/pick.store.ts'
import { businessDay } from '../centres/business-day.ts'
import { serviceForIssue } from '../centres/centre.store.ts'
import { ticketNumber } from '../centres/centre.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import type { Language } from '../language.ts'
import { queueNotice } from '../notices/notice.store.ts'
import { queuePrint } from '../prints/print.store.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { CallReason, Candidate } from './choose.ts'
import { decide, type Move, type Ticket, type TicketClass, type TicketCommand } from './ticket.ts'

export type TicketRow = Tables['tickets']['$inferSelect']
type CallRow = Tables['calls']['$inferSelect']
type SpanRow = Tables['spans']['$inferSelect']

// A partial index is used only where its condition stands in the query to the letter.
const isWaiting = sql`state = 'waiting'`
const isAtCounter = sql`state in ('called', 'serving')`
const isAlive = sql`ended_at is null`

export const ticketById = statement<{ id: string }, TicketRow[]>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(eq(t.tickets.id, $('id'))),
)

export const ticketByRequest = statement<
  { centreId: string; requestedBy: string; requestId: string },
  TicketRow[]
>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        eq(t.tickets.requestedBy, $('requestedBy')),
        eq(t.tickets.requestId, $('requestId')),
      ),
    ),
)

export const ticketAtCounter = statement<{ counterId: string }, TicketRow[]>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(and(eq(t.tickets.counterId, $('counterId')), isAtCounter)),
)

/** Who waits, in one group, in the order in which they are called; the first two. */
export const firstTwo = statement<
  { centreId: string; serviceId: string; class: TicketClass },
  TicketRow[]
>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        eq(t.tickets.serviceId, $('serviceId')),
        eq(t.tickets.class, $('class')),
        isWaiting,
      ),
    )
    .orderBy(asc(t.tickets.waitingSince), asc(t.tickets.revision))
    .limit(2),
)

export interface WaitingGroup {
  serviceId: string
  class: TicketClass
  count: number
  /** When its first began to wait. */
  since: number
}

/** How many wait in each service and class, and since when the first of them does. */
export const waitingGroups = statement<{ centreId: string }, WaitingGroup[]>((db, t) =>
  db
    .select({
      serviceId: t.tickets.serviceId,
      class: t.tickets.class,
      count: count(),
      since: sql<number>`min(${t.tickets.waitingSince})`.mapWith(Number),
    })
    .from(t.tickets)
    .where(and(eq(t.tickets.centreId, $('centreId')), isWaiting))
    .groupBy(t.tickets.serviceId, t.tickets.class),
)

const waitingFor = statement<{ centreId: string; serviceId: string }, { count: number }[]>(
  (db, t) =>
    db
      .select({ count: count() })
      .from(t.tickets)
      .where(
        and(
          eq(t.tickets.centreId, $('centreId')),
          eq(t.tickets.serviceId, $('serviceId')),
          isWaiting,
        ),
      ),
)

/** How many of the same service began to wait before this one. */
export const waitingBefore = statement<
  { centreId: string; serviceId: string; revision: number },
  { count: number }[]
>((db, t) =>
  db
    .select({ count: count() })
    .from(t.tickets)
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        eq(t.tickets.serviceId, $('serviceId')),
        isWaiting,
        lt(t.tickets.revision, $('revision')),
      ),
    ),
)

/** Everybody who waits in a centre, as far as choosing and estimating need to know them. */
export const everyoneWaiting = statement<{ centreId: string; most: number }, Candidate[]>((db, t) =>
  db
    .select({
      id: t.tickets.id,
      number: t.tickets.number,
      serviceId: t.tickets.serviceId,
      class: t.tickets.class,
      waitingSince: t.tickets.waitingSince,
      revision: t.tickets.revision,
    })
    .from(t.tickets)
    .where(and(eq(t.tickets.centreId, $('centreId')), isWaiting))
    .orderBy(asc(t.tickets.waitingSince), asc(t.tickets.revision))
    .limit($('most')),
)

/** The living tickets that are not waiting: at a counter or parked. */
export const aliveElsewhere = statement<{ centreId: string }, TicketRow[]>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(and(eq(t.tickets.centreId, $('centreId')), isAlive, ne(t.tickets.state, 'waiting')))
    .orderBy(asc(t.tickets.stateSince)),
)

const aliveBefore = statement<{ centreId: string; day: string; most: number }, TicketRow[]>(
  (db, t) =>
    db
      .select()
      .from(t.tickets)
      .where(
        and(
          eq(t.tickets.centreId, $('centreId')),
          isAlive,
          ne(t.tickets.state, 'serving'),
          sql`${t.tickets.day} <= ${$('day')}`,
        ),
      )
      .limit($('most')),
)

export const ticketByNumber = statement<
  { centreId: string; day: string; number: string },
  TicketRow[]
>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        eq(t.tickets.day, $('day')),
        eq(t.tickets.number, $('number')),
      ),
    ),
)

const ticketsOfPhone = statement<{ phoneHash: string; since: number }, { count: number }[]>(
  (db, t) =>
    db
      .select({ count: count() })
      .from(t.tickets)
      .where(
        and(
          eq(t.tickets.phoneHash, $('phoneHash')),
          gte(t.tickets.issuedAt, $('since')),
          isNotNull(t.tickets.phoneHash),
        ),
      ),
)

const nextNumber = statement<{ centreId: string; prefix: string; day: string }, { last: number }[]>(
  (db, t) =>
    db
      .insert(t.ticketNumbers)
      .values({ centreId: $('centreId'), prefix: $('prefix'), day: $('day'), last: 1 })
      .onConflictDoUpdate({
        target: [t.ticketNumbers.centreId, t.ticketNumbers.prefix, t.ticketNumbers.day],
        set: { last: sql`${t.ticketNumbers.last} + 1` },
      })
      .returning({ last: t.ticketNumbers.last }),
)

const insertTicket = statement<TicketRow, unknown>((db, t) =>
  db.insert(t.tickets).values(placeholders(t.tickets)),
)

/** The columns that a move may change. */
type Movable = Pick<
  TicketRow,
  | 'serviceId'
  | 'state'
  | 'waitingSince'
  | 'stateSince'
  | 'counterId'
  | 'staffId'
  | 'calledAt'
  | 'recalls'
  | 'endedAt'
  | 'outcome'
  | 'revision'
>
const movable = [
  'serviceId',
  'state',
  'waitingSince',
  'stateSince',
  'counterId',
  'staffId',
  'calledAt',
  'recalls',
  'endedAt',
  'outcome',
  'revision',
] as const satisfies (keyof Movable)[]

const updateTicket = statement<Movable & { id: string }, unknown>((db, t) =>
  db
    .update(t.tickets)
    .set(placeholders(t.tickets, [...movable]))
    .where(eq(t.tickets.id, $('id'))),
)

const insertSpan = statement<SpanRow, unknown>((db, t) =>
  db.insert(t.spans).values(placeholders(t.spans)),
)

const insertCall = statement<CallRow, unknown>((db, t) =>
  db.insert(t.calls).values(placeholders(t.calls)),
)

export const reasonOfCall = statement<{ ticketId: string }, { reason: CallReason | null }[]>(
  (db, t) =>
    db
      .select({ reason: t.calls.reason })
      .from(t.calls)
      .where(and(eq(t.calls.ticketId, $('ticketId')), eq(t.calls.kind, 'call')))
      .orderBy(sql`${t.calls.revision} desc`)
      .limit(1),
)

export const newestCalls = statement<{ centreId: string; since: number }, CallRow[]>((db, t) =>
  db
    .select()
    .from(t.calls)
    .where(and(eq(t.calls.centreId, $('centreId')), gte(t.calls.at, $('since'))))
    .orderBy(sql`${t.calls.revision} desc`)
    // Recalls repeat a ticket, so more rows are read than are shown.
    .limit(30),
)

/** The newest servings of a service, milliseconds each; what a visit takes. */
export const recentServings = statement<
  { centreId: string; serviceId: string },
  { durationMs: number }[]
>((db, t) =>
  db
    .select({
      durationMs: sql<number>`${t.spans.toAt} - ${t.spans.fromAt}`.mapWith(Number),
    })
    .from(t.spans)
    .where(
      and(
        eq(t.spans.centreId, $('centreId')),
        eq(t.spans.kind, 'serving'),
        eq(t.spans.serviceId, $('serviceId')),
      ),
    )
    .orderBy(sql`${t.spans.toAt} desc`)
    .limit(60),
)

/** How many servings ended since a moment, by service. */
export const servedSince = statement<
  { centreId: string; since: number },
  { serviceId: string; count: number }[]
>((db, t) =>
  db
    .select({ serviceId: t.spans.serviceId, count: count() })
    .from(t.spans)
    .where(
      and(
        eq(t.spans.centreId, $('centreId')),
        eq(t.spans.kind, 'serving'),
        gte(t.spans.toAt, $('since')),
      ),
    )
    .groupBy(t.spans.serviceId),
)

/** A row read back into the union; a row that cannot be one is a broken database. */
export const ticketFrom = (row: TicketRow): Ticket => {
  const { state, counterId, staffId, calledAt, recalls, endedAt, outcome, ...visit } = row
  switch (state) {
    case 'waiting':
    case 'parked':
      return { ...visit, state }
    case 'called':
    case 'serving':
      if (counterId === null || staffId === null || calledAt === null) break
      return { ...visit, state, counterId, staffId, calledAt, recalls }
    case 'served':
    case 'no_show':
    case 'left':
      if (endedAt === null) break
      return { ...visit, state, endedAt, outcome }
  }
  throw new Error(`ticket ${row.id} is ${state} without what that needs`)
}

/** A visitor's request for a ticket, checked and sealed at the edge. */
export interface IssueOrder {
  ticketId: string
  requestId: string
  requestedBy: string
  serviceId: string
  class: TicketClass
  language: Language
  party: number
  /** The device that asked, if one did, and whether it prints slips. */
  device: { id: string; hasPrinter: boolean } | null
  phone: { cipher: string; hash: string } | null
  citizen: { cipher: string; hash: string } | null
  /**
   * Whether the asker may learn how a card stands: a kiosk and staff are told that there is nothing
   * to collect, a phone gets its ticket whatever the shelves say.
   */
  mayKnowCards: boolean
}

export interface Issued {
  row: TicketRow
  ahead: number
}

interface PickupCard {
  serial: string
  place: string
}

/** The card a pickup ticket is about, where its owner is known; null for every other ticket. */
function* cardToCollect(
  command: Command,
  order: IssueOrder,
  worksOnCards: boolean,
): Step<PickupCard | null | Refusal> {
  if (!worksOnCards || !order.citizen) return null
  const pickup = yield* cardForPickup(command.centre.id, order.citizen.hash)
  if (pickup.state === 'ready') return pickup
  return order.mayKnowCards ? refuse('card_not_ready', { state: pickup.state }) : null
}

/**
 * Issues a ticket: number, ticket, slip, notice and event in one transaction.
 * @returns `request_repeated` when this request already has its ticket
 */
export function* issueTicket(command: Command, order: IssueOrder): Step<Issued | Refusal> {
  const { centre, revision, now, tell } = command
  const { requestedBy, requestId } = order
  const centreId = centre.id
  if (yield* runOne(ticketByRequest({ centreId, requestedBy, requestId })))
    return refuse('request_repeated')
  const service = yield* runOne(serviceForIssue({ centreId, id: order.serviceId }))
  if (!service) return refuse('unknown_service')
  const card = yield* cardToCollect(command, order, service.worksOnCards)
  if (isRefusal(card)) return card
  const today = businessDay(now, centre)
  if (order.phone) {
    const taken = yield* runOne(ticketsOfPhone({ phoneHash: order.phone.hash, since: today.from }))
    if (taken && taken.count >= centre.settings.ticketsPerPhone) return refuse('too_many_tickets')
  }
  const waiting = yield* runOne(waitingFor({ centreId, serviceId: order.serviceId }))
  const number = yield* runOne(nextNumber({ centreId, prefix: service.prefix, day: today.day }))
  if (!number) throw new Error('an upsert returned no row')
  const row: TicketRow = {
    id: order.ticketId,
    centreId,
    number: ticketNumber(service.prefix, number.last),
    day: today.day,
    serviceId: order.serviceId,
    class: order.class,
    state: 'waiting',
    language: order.language,
    party: order.party,
    issuedAt: now,
    waitingSince: now,
    stateSince: now,
    counterId: null,
    staffId: null,
    calledAt: null,
    recalls: 0,
    endedAt: null,
    outcome: null,
    revision,
    requestedBy,
    requestId,
    deviceId: order.device?.id ?? null,
    cardSerial: card?.serial ?? null,
    phoneCipher: order.phone?.cipher ?? null,
    phoneHash: order.phone?.hash ?? null,
    citizenCipher: order.citizen?.cipher ?? null,
    citizenHash: order.citizen?.hash ?? null,
  }
  yield* run(insertTicket(row))
  const printId = order.device?.hasPrinter
    ? yield* queuePrint(command, { ticketId: row.id, deviceId: order.device.id, ordinal: 1 })
    : null
  const noticeId = order.phone
    ? yield* queueNotice(command, {
        kind: 'ticket_issued',
        subject: row.id,
        language: order.language,
        phoneCipher: order.phone.cipher,
        timeZone: centre.timeZone,
      })
    : null
  tell({
    type: 'ticket_issued',
    subject: row.id,
    serviceId: order.serviceId,
    ...(printId && { printId }),
    ...(noticeId && { noticeId }),
  })
  if (card) {
    const { serial, place } = card
    yield* openPick(command, { ticketId: row.id, number: row.number, serial, place })
  }
  return { row, ahead: waiting?.count ?? 0 }
}

/** Stores what a move made of a ticket: the ticket, the stretch that ended, the event. */
function* storeMove(command: Command, before: TicketRow, move: Move): Step<TicketRow> {
  const { centre, revision, tell } = command
  const { ticket, span, event } = move
  const atCounter = 'counterId' in ticket ? ticket : null
  const ended = 'endedAt' in ticket ? ticket : null
  const changed: Movable = {
    serviceId: ticket.serviceId,
    state: ticket.state,
    waitingSince: ticket.waitingSince,
    stateSince: ticket.stateSince,
    counterId: atCounter?.counterId ?? null,
    staffId: atCounter?.staffId ?? null,
    calledAt: atCounter?.calledAt ?? null,
    recalls: atCounter?.recalls ?? 0,
    endedAt: ended?.endedAt ?? null,
    outcome: ended?.outcome ?? null,
    revision,
  }
  yield* run(updateTicket({ ...changed, id: ticket.id }))
  if (span) yield* run(insertSpan({ ...span, ticketId: ticket.id, revision, centreId: centre.id }))
  const counterId = atCounter?.counterId ?? span?.counterId
  tell({ type: event, subject: ticket.id, ...(counterId && { counterId }) })
  if (ended && ended.state !== 'no_show' && ticket.cardSerial) yield* cancelPick(command, ticket.id)
  return { ...before, ...changed }
}

/** One move of one ticket, by its row: decided, then stored. */
export function* moveTicket(
  command: Command,
  row: TicketRow,
  what: TicketCommand,
): Step<TicketRow | Refusal> {
  const { now, centre } = command
  const move = decide(ticketFrom(row), what, now, centre.settings)
  if ('illegal' in move) return refuse(move.illegal, { seconds: centre.settings.noShowAfterSec })
  return yield* storeMove(command, row, move)
}

/** As `moveTicket`, by id. */
export function* moveTicketById(
  command: Command,
  id: string,
  what: TicketCommand,
): Step<TicketRow | Refusal> {
  const row = yield* runOne(ticketById({ id }))
  if (!row || row.centreId !== command.centre.id) return refuse('unknown_ticket')
  return yield* moveTicket(command, row, what)
}

/** Announces a ticket that has just been called, or recalled. */
export function* announce(
  command: Command,
  row: TicketRow,
  counter: { id: string; label: string },
  staffId: string,
  reason: CallReason | null,
): Step<void> {
  const { centre, revision, now } = command
  yield* run(
    insertCall({
      centreId: centre.id,
      revision,
      ticketId: row.id,
      number: row.number,
      counterId: counter.id,
      counterLabel: counter.label,
      staffId,
      at: now,
      kind: reason ? 'call' : 'recall',
      reason,
    }),
  )
}

/** The wrap-up after a visitor: from the end of their serving to the next call. */
export function* storeWrapUp(
  command: Command,
  last: { ticketId: string; serviceId: string; counterId: string; staffId: string; since: number },
): Step<void> {
  yield* run(
    insertSpan({
      ticketId: last.ticketId,
      revision: command.revision,
      kind: 'wrap_up',
      centreId: command.centre.id,
      serviceId: last.serviceId,
      counterId: last.counterId,
      staffId: last.staffId,
      fromAt: last.since,
      toAt: command.now,
    }),
  )
}

/** The most tickets one close of day ends at once; it is called again until none is left. */
export const CLOSE_DAY_MAX = 200

/** Ends who still waits of a day and the days before; whoever is being served is left in peace. */
export function* closeDay(command: Command, day: string): Step<{ closed: number } | Refusal> {
  const rows = yield* run(aliveBefore({ centreId: command.centre.id, day, most: CLOSE_DAY_MAX }))
  for (const row of rows) {
    const outcome = yield* moveTicket(command, row, { do: 'close_day' })
    if ('refused' in outcome) return outcome
  }
  return { closed: rows.length }
}

/** The business days of which tickets still live, with the rule by which their centres count days. */
export const centresToClose = statement<
  Record<string, never>,
  { centreId: string; day: string; timeZone: string; dayEndsAtMin: number }[]
>((db, t) =>
  db
    .selectDistinct({
      centreId: t.tickets.centreId,
      day: t.tickets.day,
      timeZone: t.centres.timeZone,
      dayEndsAtMin: t.centres.dayEndsAtMin,
    })
    .from(t.tickets)
    .innerJoin(t.centres, eq(t.centres.id, t.tickets.centreId))
    .where(and(isAlive, ne(t.tickets.state, 'serving'))),
)

/** Centres where somebody with a phone waits. */
export const centresWithPhones = statement<Record<string, never>, { centreId: string }[]>((db, t) =>
  db
    .selectDistinct({ centreId: t.tickets.centreId })
    .from(t.tickets)
    .where(and(isWaiting, isNotNull(t.tickets.phoneHash))),
)

/** A waiting ticket with a phone whose visitor has not been told that it is nearly their turn. */
export const untoldById = statement<{ id: string; issuedBefore: number }, TicketRow[]>((db, t) =>
  db
    .select(getTableColumns(t.tickets))
    .from(t.tickets)
    .leftJoin(
      t.notices,
      and(eq(t.notices.kind, 'nearly_turn'), eq(t.notices.subject, t.tickets.id)),
    )
    .where(
      and(
        eq(t.tickets.id, $('id')),
        sql`${t.tickets.state} = 'waiting'`,
        isNotNull(t.tickets.phoneHash),
        lte(t.tickets.issuedAt, $('issuedBefore')),
        isNull(t.notices.id),
      ),
    ),
)
