import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Author } from '../changes/author.ts'
import type { Tables } from '../db/tables.ts'
import {
  $,
  type CentreRow,
  type Command,
  placeholders,
  query,
  run,
  runOne,
  type Step,
  statement,
} from '../db/transact.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { holdMember } from '../staff/staff.store.ts'
import {
  type CallReason,
  type Candidate,
  choose,
  fetchedFirst,
  reasonFor,
} from '../tickets/choose.ts'
import { announce, moveTicketById, storeWrapUp } from '../tickets/move.store.ts'
import { type TicketRow, ticketAtCounter } from '../tickets/ticket.store.ts'
import { type LineWithFirst, linesWithFirst, waitingPickups } from '../tickets/waiting.store.ts'
import { callsFor, servicesAt } from './counter.ts'
import { noteInPlace } from './stand-in.store.ts'

export type CounterRow = Tables['counters']['$inferSelect']

/** The member of staff at a counter, as far as its rules ask. */
export interface Member {
  id: string
  skills: readonly string[]
  /** As whom they act in the place of somebody else, which is noted; null: they may not. */
  supervisor: Author | null
}

export const counterById = statement<{ id: string }, CounterRow[]>((db, t) =>
  db
    .select()
    .from(t.counters)
    .where(eq(t.counters.id, $('id'))),
)

/** The counters of a centre that are in use. */
export const countersOf = statement<{ centreId: string }, CounterRow[]>((db, t) =>
  db
    .select()
    .from(t.counters)
    .where(and(eq(t.counters.centreId, $('centreId')), eq(t.counters.active, true)))
    .orderBy(asc(t.counters.id)),
)

/** Names of members of staff, for views. */
export const staffNames = (ids: string[]) =>
  query((db, t) =>
    db.select({ id: t.staff.id, name: t.staff.name }).from(t.staff).where(inArray(t.staff.id, ids)),
  )

/** The counters a member of staff has open, in every centre. */
const countersWith = statement<{ staffId: string }, CounterRow[]>((db, t) =>
  db
    .select()
    .from(t.counters)
    .where(eq(t.counters.staffId, $('staffId'))),
)

/** The counter a member of staff works at now, in whichever centre. */
export const counterOfMember = statement<{ staffId: string }, { id: string; centreId: string }[]>(
  (db, t) =>
    db
      .select({ id: t.counters.id, centreId: t.counters.centreId })
      .from(t.counters)
      .where(eq(t.counters.staffId, $('staffId')))
      .limit(1),
)

const changeable = [
  'state',
  'staffId',
  'services',
  'pauseReason',
  'stateSince',
  'openedAt',
  'freeSince',
  'lastTicketId',
  'lastServiceId',
] as const satisfies (keyof CounterRow)[]

const updateCounter = statement<Pick<CounterRow, (typeof changeable)[number] | 'id'>, unknown>(
  (db, t) =>
    db
      .update(t.counters)
      .set(placeholders(t.counters, [...changeable]))
      .where(eq(t.counters.id, $('id'))),
)

/** When the member who is there opened it; of one that has stood open since before that was kept, what is known. */
export const openedAt = (
  counter: Pick<CounterRow, 'state' | 'openedAt' | 'stateSince'>,
): number | null => (counter.state === 'closed' ? null : (counter.openedAt ?? counter.stateSince))

const nobodyThere = {
  state: 'closed',
  staffId: null,
  pauseReason: null,
  openedAt: null,
} as const satisfies Partial<CounterRow>

const noLast = { freeSince: null, lastTicketId: null, lastServiceId: null }

export function* storeCounter(counter: CounterRow, to: Partial<CounterRow>): Step<CounterRow> {
  const next = { ...counter, ...to }
  yield* run(updateCounter(next))
  return next
}

/** Ends the wrap-up of the last visitor, if one is running. */
function* endWrapUp(command: Command, counter: CounterRow): Step<void> {
  const { freeSince, lastTicketId, lastServiceId, staffId } = counter
  if (freeSince === null || !lastTicketId || !lastServiceId || !staffId) return
  yield* storeWrapUp(command, {
    ticketId: lastTicketId,
    serviceId: lastServiceId,
    counterId: counter.id,
    staffId,
    since: freeSince,
  })
}

function* changeState(
  command: Command,
  counter: CounterRow,
  to: Partial<CounterRow>,
): Step<CounterRow> {
  yield* endWrapUp(command, counter)
  const next = yield* storeCounter(counter, { ...noLast, stateSince: command.now, ...to })
  command.tell({ type: 'counter_changed', subject: counter.id })
  return next
}

/** The counter, if it belongs to the centre and this member may act at it. */
export function* atCounter(
  command: Command,
  counterId: string,
  member: Member,
): Step<CounterRow | Refusal> {
  const counter = yield* runOne(counterById({ id: counterId }))
  if (!counter || counter.centreId !== command.centre.id) return refuse('unknown_counter')
  if (counter.state === 'closed') return refuse('counter_closed')
  if (counter.staffId !== member.id && !member.supervisor) return refuse('counter_taken')
  return counter
}

/**
 * Closes the other counters a member left open. One with a visitor at it stands in the way, and one
 * of another centre, whose order this command is not in. Whoever works in all centres is held, as
 * two of these could otherwise let them in at the same moment.
 */
function* leaveOthers(command: Command, member: Member, staying: string): Step<Refusal | null> {
  yield* run(holdMember({ id: member.id }))
  for (const other of yield* run(countersWith({ staffId: member.id }))) {
    if (other.id === staying) continue
    if (other.centreId !== command.centre.id)
      return refuse('open_elsewhere', { counter: other.label, centre: other.centreId })
    if (yield* runOne(ticketAtCounter({ counterId: other.id })))
      return refuse('busy_elsewhere', { counter: other.label })
    yield* changeState(command, other, nobodyThere)
  }
  return null
}

/**
 * A member of staff opens a counter, or comes back from a pause. What it calls for is what the
 * counter can do, the member can do, and was asked for.
 */
export function* openCounter(
  command: Command,
  counterId: string,
  member: Member,
  asked: readonly string[] | undefined,
): Step<CounterRow | Refusal> {
  const counter = yield* runOne(counterById({ id: counterId }))
  if (!counter || counter.centreId !== command.centre.id) return refuse('unknown_counter')
  if (!counter.active) return refuse('counter_out_of_use')
  if (counter.state !== 'closed' && counter.staffId !== member.id) return refuse('counter_taken')
  const services = servicesAt(counter.capabilities, member.skills, asked)
  if (services.length === 0) return refuse('no_services')
  const inTheWay = yield* leaveOthers(command, member, counter.id)
  if (inTheWay) return inTheWay
  return yield* changeState(command, counter, {
    state: 'open',
    staffId: member.id,
    services,
    pauseReason: null,
    openedAt: counter.state === 'closed' ? command.now : openedAt(counter),
  })
}

const stateOf = ({ state }: CounterRow, next: CounterRow['state']) => ({
  before: { state },
  after: { state: next },
})

/** No more calls until it is opened again; the visitor at the counter is served to the end. */
export function* pauseCounter(
  command: Command,
  counterId: string,
  member: Member,
  reason: string,
): Step<CounterRow | Refusal> {
  const counter = yield* atCounter(command, counterId, member)
  if (isRefusal(counter)) return counter
  yield* noteInPlace(command, counter, member, stateOf(counter, 'paused'))
  return yield* changeState(command, counter, { state: 'paused', pauseReason: reason })
}

export function* closeCounter(
  command: Command,
  counterId: string,
  member: Member,
): Step<CounterRow | Refusal> {
  const counter = yield* atCounter(command, counterId, member)
  if (isRefusal(counter)) return counter
  const current = yield* runOne(ticketAtCounter({ counterId }))
  if (current) return refuse('ticket_in_progress', { number: current.number })
  yield* noteInPlace(command, counter, member, stateOf(counter, 'closed'))
  return yield* changeState(command, counter, nobodyThere)
}

/** The first two of a line: everybody else in it waits shorter at the same rate. */
const firstTwoOf = ({ serviceId, class: ticketClass, first, second }: LineWithFirst): Candidate[] =>
  [first, second]
    .filter((one) => one !== null)
    .map((one) => ({ ...one, serviceId, class: ticketClass }))

/**
 * Those of some lines who may be called, and those who are passed over because their cards are being
 * fetched: of a line where cards are handed over, not only the first two matter.
 */
function* callable(
  { centre, now }: Command,
  lines: readonly LineWithFirst[],
): Step<{ ready: Candidate[]; passedOver: Candidate[] }> {
  const heads = lines.flatMap(firstTwoOf)
  const ofCards = lines.filter(({ section }) => section !== '')
  if (ofCards.length === 0) return { ready: heads, passedOver: [] }
  const isMine = (one: Pick<LineWithFirst, 'serviceId' | 'class' | 'section'>) =>
    ofCards.some(
      (line) =>
        line.serviceId === one.serviceId &&
        line.class === one.class &&
        line.section === one.section,
    )
  const pickups = (yield* run(waitingPickups({ centreId: centre.id }))).filter(isMine)
  const ids = new Set(pickups.map(({ id }) => id))
  const { ready, passedOver } = fetchedFirst(pickups, now)
  return { ready: [...heads.filter(({ id }) => !ids.has(id)), ...ready], passedOver }
}

export interface CalledNext {
  row: TicketRow
  /** As it stood at the call. */
  centre: CentreRow
  counter: CounterRow
  reason: CallReason
}

/**
 * "Call next": one decision under the centre's lock, so two counters never get the same ticket.
 * @returns `nobody_waits` when there is nobody this counter could call
 */
export function* callNext(
  command: Command,
  counterId: string,
  member: Member,
): Step<CalledNext | Refusal> {
  const { now, centre } = command
  const counter = yield* atCounter(command, counterId, { ...member, supervisor: null })
  if (isRefusal(counter)) return counter
  if (counter.state !== 'open') return refuse('counter_not_open')
  const current = yield* runOne(ticketAtCounter({ counterId }))
  if (current) return refuse('ticket_in_progress', { number: current.number })
  const lines = yield* run(linesWithFirst({ centreId: centre.id }))
  // Only a card in another section makes it matter which other counters are open.
  const isElsewhere = lines.some(({ section }) => section !== '' && section !== counter.section)
  const all = isElsewhere ? yield* run(countersOf({ centreId: centre.id })) : []
  const mine = lines.filter((line) => callsFor(counter, line, all))
  const { rates } = centre.settings
  const { ready, passedOver } = yield* callable(command, mine)
  const choice = choose(ready, rates, now)
  if (!choice) return refuse('nobody_waits')
  const reason = reasonFor(choice, passedOver, rates, now)
  const row = yield* moveTicketById(command, choice.first.id, {
    do: 'call',
    counterId,
    staffId: member.id,
  })
  if (isRefusal(row)) return row
  yield* announce(command, row, counter, member.id, reason)
  if (counter.freeSince !== null) {
    yield* endWrapUp(command, counter)
    yield* storeCounter(counter, noLast)
  }
  return { row, centre, counter, reason }
}
