import { and, asc, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import {
  $,
  type Command,
  placeholders,
  type Query,
  query,
  run,
  runOne,
  type Step,
  statement,
} from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { TicketState } from '../tickets/ticket.ts'
import {
  type CardRow,
  cardBySerial,
  cardFrom,
  cardHere,
  cardsOfCitizen,
  type Scan,
  storeCardMove,
} from './card.store.ts'
import { decide, type PickState, type PickupAnswer, pickupAnswer } from './card.ts'

/**
 * A pick as stored. `endedAt` beside the state `picked` means that its visitor is gone and the
 * card has to be put back: the pick stays on the list until it is.
 */
export type PickRow = Tables['picks']['$inferSelect']

/** The oldest picks a view shows. */
const SHOWN_MAX = 200

// A partial index is used only where its condition stands in the query to the letter.
export const isLive = sql.raw(`"picks"."state" in ('open', 'picked')`)

const idOf = (ticketId: string) => `pick-${ticketId}`

export const pickById = statement<{ id: string }, PickRow[]>((db, t) =>
  db
    .select()
    .from(t.picks)
    .where(eq(t.picks.id, $('id'))),
)

/** The pick of a ticket, if it has one. */
export const pickOfTicket = statement<{ ticketId: string }, PickRow[]>((db, t) =>
  db
    .select()
    .from(t.picks)
    .where(eq(t.picks.ticketId, $('ticketId'))),
)

const livePicksOfCard = statement<{ centreId: string; serial: string }, PickRow[]>((db, t) =>
  db
    .select()
    .from(t.picks)
    .where(and(eq(t.picks.centreId, $('centreId')), isLive, eq(t.picks.serial, $('serial')))),
)

/** The tickets that a card is fetched for, and how they stand. */
export const wantedBy = statement<
  { centreId: string; serial: string },
  { ticketId: string; number: string; state: TicketState }[]
>((db, t) =>
  db
    .select({ ticketId: t.tickets.id, number: t.tickets.number, state: t.tickets.state })
    .from(t.picks)
    .innerJoin(t.tickets, eq(t.tickets.id, t.picks.ticketId))
    .where(
      and(
        eq(t.picks.centreId, $('centreId')),
        isLive,
        eq(t.picks.serial, $('serial')),
        isNull(t.picks.endedAt),
      ),
    ),
)

/** Of some cards those that are fetched for somebody, or are out for one who is gone. */
export const withLivePicks = (
  centreId: string,
  serials: readonly string[],
): Query<{ serial: string }[]> =>
  query((db, t) =>
    db
      .selectDistinct({ serial: t.picks.serial })
      .from(t.picks)
      .where(and(eq(t.picks.centreId, centreId), isLive, inArray(t.picks.serial, [...serials]))),
  )

export interface ShownPick extends PickRow {
  /** The label of the counter its visitor is at. */
  counter: string | null
}

const withCounter = (t: Tables) =>
  and(eq(t.counters.id, t.tickets.counterId), inArray(t.tickets.state, ['called', 'serving']))

const shown = (t: Tables) => ({
  id: t.picks.id,
  centreId: t.picks.centreId,
  ticketId: t.picks.ticketId,
  number: t.picks.number,
  serial: t.picks.serial,
  place: t.picks.place,
  state: t.picks.state,
  createdAt: t.picks.createdAt,
  endedAt: t.picks.endedAt,
  staffId: t.picks.staffId,
  counter: t.counters.label,
})

/** What there is to fetch or to put back, oldest first. */
export const livePicks = statement<{ centreId: string }, ShownPick[]>((db, t) =>
  db
    .select(shown(t))
    .from(t.picks)
    .leftJoin(t.tickets, eq(t.tickets.id, t.picks.ticketId))
    .leftJoin(t.counters, withCounter(t))
    .where(and(eq(t.picks.centreId, $('centreId')), isLive))
    .orderBy(asc(t.picks.createdAt), asc(t.picks.id))
    .limit(SHOWN_MAX),
)

export const shownPick = statement<{ id: string }, ShownPick[]>((db, t) =>
  db
    .select(shown(t))
    .from(t.picks)
    .leftJoin(t.tickets, eq(t.tickets.id, t.picks.ticketId))
    .leftJoin(t.counters, withCounter(t))
    .where(eq(t.picks.id, $('id'))),
)

const insertPick = statement<PickRow, unknown>((db, t) =>
  db.insert(t.picks).values(placeholders(t.picks)),
)

const updatePick = statement<
  Pick<PickRow, 'id' | 'serial' | 'place' | 'state' | 'endedAt' | 'staffId'>,
  unknown
>((db, t) =>
  db
    .update(t.picks)
    .set(placeholders(t.picks, ['serial', 'place', 'state', 'endedAt', 'staffId']))
    .where(eq(t.picks.id, $('id'))),
)

/** Where the ticket of a pick is. */
export const ticketOfPickup = statement<
  { id: string },
  { id: string; centreId: string; counterId: string | null }[]
>((db, t) =>
  db
    .select({ id: t.tickets.id, centreId: t.tickets.centreId, counterId: t.tickets.counterId })
    .from(t.tickets)
    .where(eq(t.tickets.id, $('id'))),
)

export function* changePick(
  command: Command,
  pick: PickRow,
  to: Partial<Pick<PickRow, 'serial' | 'place' | 'state' | 'endedAt' | 'staffId'>>,
): Step<PickRow> {
  const changed = { ...pick, ...to }
  const { id, serial, place, state, endedAt, staffId } = changed
  yield* run(updatePick({ id, serial, place, state, endedAt, staffId }))
  const ticket = yield* runOne(ticketOfPickup({ id: pick.ticketId }))
  const counterId = ticket?.counterId
  const { ticketId } = pick
  command.tell({ type: 'pick_changed', subject: id, ticketId, ...(counterId && { counterId }) })
  return changed
}

/** What a citizen who asks for their card in a centre is told, before they wait. */
export function* cardForPickup(centreId: string, citizenHash: string): Step<PickupAnswer> {
  const rows = yield* run(cardsOfCitizen({ citizenHash }))
  return pickupAnswer(rows.map(cardFrom), centreId)
}

/**
 * Asks the post section for a card, for a ticket. Asked again for the same ticket, the pick comes
 * back to life. A card that is out already (its last visitor went away) need not be fetched.
 */
export function* openPick(
  command: Command,
  { ticketId, number, serial, place }: Record<'ticketId' | 'number' | 'serial' | 'place', string>,
): Step<void> {
  const { centre, now, tell } = command
  const id = idOf(ticketId)
  const card = yield* runOne(cardBySerial({ serial }))
  const state: PickState = card?.state === 'picked' ? 'picked' : 'open'
  for (const other of yield* run(livePicksOfCard({ centreId: centre.id, serial })))
    if (other.id !== id && other.endedAt !== null)
      yield* changePick(command, other, { state: 'cancelled' })
  const before = yield* runOne(pickById({ id }))
  if (before) {
    yield* changePick(command, before, { serial, place, state, endedAt: null })
    return
  }
  yield* run(
    insertPick({
      id,
      centreId: centre.id,
      ticketId,
      number,
      serial,
      place,
      state,
      createdAt: now,
      endedAt: null,
      staffId: null,
    }),
  )
  tell({ type: 'pick_changed', subject: id, ticketId })
}

/** The visitor is gone: nothing more to fetch, and a card that is out has to be put back. */
export function* cancelPick(command: Command, ticketId: string): Step<void> {
  const pick = yield* runOne(pickOfTicket({ ticketId }))
  if (!pick || pick.endedAt !== null) return
  if (pick.state === 'open')
    yield* changePick(command, pick, { state: 'cancelled', endedAt: command.now })
  if (pick.state === 'picked') yield* changePick(command, pick, { endedAt: command.now })
}

/** Picks for a card that was not found, whose tickets still wait or are at a counter. */
const picksInVain = statement<{ serial: string }, PickRow[]>((db, t) =>
  db
    .select(getTableColumns(t.picks))
    .from(t.picks)
    .innerJoin(t.tickets, eq(t.tickets.id, t.picks.ticketId))
    .where(
      and(
        eq(t.picks.serial, $('serial')),
        eq(t.picks.state, 'not_found'),
        isNull(t.tickets.endedAt),
      ),
    ),
)

/**
 * A card was put on a shelf: what is still wanted is fetched from there, what is not is over. A
 * card that was missed and is there again is fetched for those who wait for it after all.
 * @param canBeGiven false: it lies in quarantine
 * @returns their tickets
 */
export function* picksFollowCard(
  command: Command,
  serial: string,
  place: string,
  canBeGiven: boolean,
): Step<string[]> {
  const inVain = canBeGiven ? yield* run(picksInVain({ serial })) : []
  for (const pick of inVain)
    yield* changePick(command, pick, { state: 'open', place, endedAt: null })
  for (const pick of yield* run(livePicksOfCard({ centreId: command.centre.id, serial }))) {
    const state = pick.endedAt === null ? 'open' : 'cancelled'
    yield* changePick(command, pick, { state, place })
  }
  return inVain.map(({ ticketId }) => ticketId)
}

/** A scan was taken back: what is wanted is fetched from where the card lay, or is in hand again. */
export function* picksFollowUndo(
  command: Command,
  { serial }: CardRow,
  { state, place }: CardRow,
): Step<void> {
  for (const pick of yield* run(livePicksOfCard({ centreId: command.centre.id, serial })))
    yield* changePick(command, pick, {
      state: state === 'picked' ? 'picked' : 'open',
      ...(place !== null && { place }),
    })
}

/**
 * A card left the shelves for good or was lost: the picks for it end.
 * @returns them, as they were before
 */
export function* endPicks(
  command: Command,
  serial: string,
  stateOf: (pick: PickRow) => PickState,
  staffId: string | null,
): Step<PickRow[]> {
  const picks = yield* run(livePicksOfCard({ centreId: command.centre.id, serial }))
  for (const pick of picks)
    yield* changePick(command, pick, { state: stateOf(pick), endedAt: command.now, staffId })
  return picks
}

/** A pick of this centre that is not over. */
export function* livePick({ centre }: Command, id: string): Step<PickRow | Refusal> {
  const pick = yield* runOne(pickById({ id }))
  if (!pick || pick.centreId !== centre.id) return refuse('unknown_pick')
  const isOver = pick.state !== 'open' && pick.state !== 'picked'
  return isOver ? refuse('pick_ended', { state: pick.state }) : pick
}

/** The card of a pick was fetched; said twice, it stays fetched. */
export function* pickCard(command: Command, id: string, scan: Scan): Step<PickRow | Refusal> {
  const pick = yield* livePick(command, id)
  if ('refused' in pick) return pick
  if (pick.state === 'picked') return pick
  const row = yield* cardHere(command, pick.serial)
  if ('refused' in row) return row
  if (row.state !== 'picked') {
    const move = decide(cardFrom(row), { do: 'pick' }, command.now)
    if ('refused' in move) return move
    yield* storeCardMove(command, row, move, scan)
  }
  return yield* changePick(command, pick, { state: 'picked', staffId: scan.staffId })
}
