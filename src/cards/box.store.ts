import { and, asc, count, desc, eq, ne, or, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { BOX_MAX, type BoxOutcome } from './box.ts'
import {
  type CardRow,
  cardBySerial,
  cardFrom,
  cardHere,
  logInHand,
  storeCardMove,
} from './card.store.ts'
import { type CardCommand, decide, isPackable } from './card.ts'
import { endSearches, openIncident } from './incident.store.ts'
import { endPicks, wantedBy } from './pick.store.ts'
import { seenInHand } from './seen.store.ts'

export type BoxRow = Tables['boxes']['$inferSelect']
export type BoxCardRow = Tables['boxCards']['$inferSelect']

/** The newest boxes a centre is shown. */
const SHOWN_MAX = 50

export const boxById = statement<{ id: string }, BoxRow[]>((db, t) =>
  db
    .select()
    .from(t.boxes)
    .where(eq(t.boxes.id, $('id'))),
)

/** The newest boxes from a centre and to it. */
export const boxesOf = statement<{ centreId: string }, BoxRow[]>((db, t) =>
  db
    .select()
    .from(t.boxes)
    .where(or(eq(t.boxes.fromCentreId, $('centreId')), eq(t.boxes.toCentreId, $('centreId'))))
    .orderBy(desc(t.boxes.madeAt), desc(t.boxes.id))
    .limit(SHOWN_MAX),
)

export const cardsInBox = statement<{ boxId: string }, BoxCardRow[]>((db, t) =>
  db
    .select()
    .from(t.boxCards)
    .where(eq(t.boxCards.boxId, $('boxId')))
    .orderBy(asc(t.boxCards.serial)),
)

const insertBox = statement<BoxRow, unknown>((db, t) =>
  db.insert(t.boxes).values(placeholders(t.boxes)),
)

const endColumns = ['state', 'seal', 'sealedBy', 'sealedAt', 'closedBy', 'closedAt'] as const
const updateBox = statement<Pick<BoxRow, 'id' | (typeof endColumns)[number]>, unknown>((db, t) =>
  db
    .update(t.boxes)
    .set(placeholders(t.boxes, [...endColumns]))
    .where(eq(t.boxes.id, $('id'))),
)

const insertBoxCard = statement<BoxCardRow, unknown>((db, t) =>
  db.insert(t.boxCards).values(placeholders(t.boxCards)),
)

const insideOf = statement<{ serial: string }, BoxCardRow[]>((db, t) =>
  db
    .select()
    .from(t.boxCards)
    .where(and(eq(t.boxCards.serial, $('serial')), sql`outcome is null`)),
)

const takeOut = statement<{ serial: string }, unknown>((db, t) =>
  db.delete(t.boxCards).where(and(eq(t.boxCards.serial, $('serial')), sql`outcome is null`)),
)

const insideCount = statement<{ boxId: string }, { count: number }[]>((db, t) =>
  db
    .select({ count: count() })
    .from(t.boxCards)
    .where(and(eq(t.boxCards.boxId, $('boxId')), sql`outcome is null`)),
)

const setOutcome = statement<{ boxId: string; serial: string; outcome: BoxOutcome }, unknown>(
  (db, t) =>
    db
      .update(t.boxCards)
      .set(placeholders(t.boxCards, ['outcome']))
      .where(and(eq(t.boxCards.boxId, $('boxId')), eq(t.boxCards.serial, $('serial')))),
)

/** Makes a card one of `centreId`, as long as it stands as it was read: two centres may want it. */
const passOn = statement<
  Pick<CardRow, 'serial' | 'centreId' | 'state'> & { from: string },
  { serial: string }[]
>((db, t) =>
  db
    .update(t.cards)
    .set(placeholders(t.cards, ['centreId']))
    .where(
      and(
        eq(t.cards.serial, $('serial')),
        eq(t.cards.centreId, $('from')),
        eq(t.cards.state, $('state')),
      ),
    )
    .returning({ serial: t.cards.serial }),
)

/** The box from a centre that a card left in by its record, and has not come out of. */
export const boxLeftIn = statement<{ serial: string; centreId: string }, { boxId: string }[]>(
  (db, t) =>
    db
      .select({ boxId: t.boxes.id })
      .from(t.boxCards)
      .innerJoin(t.boxes, eq(t.boxes.id, t.boxCards.boxId))
      .where(
        and(
          eq(t.boxCards.serial, $('serial')),
          eq(t.boxes.fromCentreId, $('centreId')),
          ne(t.boxes.state, 'open'),
          sql`(outcome is null or outcome = 'missing')`,
        ),
      )
      .orderBy(desc(t.boxes.sealedAt))
      .limit(1),
)

/** Makes an empty box for another centre. The caller has looked whether that is one. */
export function* makeBox(
  { centre, now }: Command,
  { id, to, staffId }: { id: string; to: string; staffId: string },
): Step<BoxRow | Refusal> {
  if (to === centre.id) return refuse('same_centre')
  const box: BoxRow = {
    id,
    fromCentreId: centre.id,
    toCentreId: to,
    state: 'open',
    seal: null,
    madeBy: staffId,
    madeAt: now,
    sealedBy: null,
    sealedAt: null,
    closedBy: null,
    closedAt: null,
  }
  yield* run(insertBox(box))
  return box
}

/** A box that this centre packs; only then is it to write it. */
function* boxFromHere({ centre }: Command, id: string): Step<BoxRow | Refusal> {
  const box = yield* runOne(boxById({ id }))
  return box?.fromCentreId === centre.id ? box : refuse('unknown_box')
}

/** A box that comes to this centre, and has left the other: from its seal on it is this one's. */
function* boxToHere({ centre }: Command, id: string): Step<BoxRow | Refusal> {
  const box = yield* runOne(boxById({ id }))
  if (box?.toCentreId !== centre.id) return refuse('unknown_box')
  return box.state === 'open' ? refuse('box_not_sealed') : box
}

interface BoxScan {
  boxId: string
  serial: string
  staffId: string
}

/**
 * A card put in a box. It keeps its slot and may still be collected until the box is sealed;
 * scanned into another box, it is in that one. Scanned again, it changes nothing.
 */
export function* packCard(
  command: Command,
  { boxId, serial, staffId }: BoxScan,
): Step<CardRow | Refusal> {
  const { centre, now } = command
  const box = yield* boxFromHere(command, boxId)
  if ('refused' in box) return box
  if (box.state !== 'open') return refuse('box_sealed')
  const row = yield* cardHere(command, serial)
  if ('refused' in row) return row
  if (!isPackable(row)) return refuse('card_not_packable', { state: row.state })
  const [wanted] = yield* run(wantedBy({ centreId: centre.id, serial }))
  if (wanted) return refuse('card_has_ticket', { number: wanted.number })
  yield* seenInHand(command, row, { staffId })
  const entry = yield* runOne(insideOf({ serial }))
  if (entry?.boxId === boxId) return row
  const inside = yield* runOne(insideCount({ boxId }))
  if ((inside?.count ?? 0) >= BOX_MAX) return refuse('box_full')
  if (entry) yield* run(takeOut({ serial }))
  yield* run(insertBoxCard({ boxId, serial, packedBy: staffId, packedAt: now, outcome: null }))
  yield* logInHand(command, row, 'packed', { staffId, why: boxId })
  return row
}

/** Sends one card of a box that is being sealed. @returns false for one that has to stay */
function* sendCard(command: Command, boxId: string, serial: string, staffId: string) {
  const row = yield* runOne(cardBySerial({ serial }))
  if (row?.centreId !== command.centre.id || !isPackable(row)) return false
  const wanted = yield* run(wantedBy({ centreId: row.centreId, serial }))
  if (wanted.length > 0) return false
  const move = decide(cardFrom(row), { do: 'send' }, command.now)
  if ('refused' in move) return false
  yield* storeCardMove(command, row, move, { staffId, why: boxId })
  yield* endPicks(command, serial, () => 'cancelled', staffId)
  return true
}

/**
 * Seals a box. In this one command its cards leave their slots, are on their way, and pass with the
 * box to the other centre, which alone moves them from now on: whenever a process dies, they are in
 * transit or not yet, never in both centres and never in none. What was collected meanwhile, or is
 * wanted by a visitor, stays. Sealed again with the same seal, it changes nothing.
 */
export function* sealBox(
  command: Command,
  { boxId, seal, staffId }: { boxId: string; seal: string; staffId: string },
): Step<BoxRow | Refusal> {
  const box = yield* boxFromHere(command, boxId)
  if ('refused' in box) return box
  if (box.state !== 'open') return box.seal === seal ? box : refuse('box_sealed')
  let sent = 0
  for (const { serial } of yield* run(cardsInBox({ boxId }))) {
    if (yield* sendCard(command, boxId, serial, staffId)) sent += 1
    else yield* run(setOutcome({ boxId, serial, outcome: 'left' }))
  }
  if (sent === 0) return refuse('box_empty')
  const sealed = {
    ...box,
    state: 'sealed' as const,
    seal,
    sealedBy: staffId,
    sealedAt: command.now,
  }
  const { id, state, sealedBy, sealedAt, closedBy, closedAt } = sealed
  yield* run(updateBox({ id, state, seal, sealedBy, sealedAt, closedBy, closedAt }))
  return sealed
}

/** Takes a card in transit over into this centre, with what became of it, in one step. */
function* takeOver(
  command: Command,
  { id: boxId, fromCentreId: from }: BoxRow,
  { serial, staffId, how }: { serial: string; staffId: string; how: 'arrive' | 'not_arrive' },
): Step<CardRow | Refusal> {
  const centreId = command.centre.id
  const row = yield* runOne(cardBySerial({ serial }))
  if (!row) return refuse('unknown_card', { serial })
  const arrival: CardCommand = { do: how, centreId }
  const move = decide(cardFrom(row), arrival, command.now)
  if ('refused' in move) return move
  const passed = yield* run(passOn({ serial, centreId, from, state: row.state }))
  if (passed.length === 0) return refuse('card_not_here', { serial })
  return yield* storeCardMove(command, { ...row, centreId }, move, { staffId, why: boxId })
}

/**
 * A card in hand that is to lie here: one of this centre, or one that was missed where a box from
 * here was unpacked.
 */
export function* cardInHand(command: Command, serial: string): Step<CardRow | Refusal> {
  const row = yield* cardHere(command, serial)
  if (!('refused' in row) || row.refused !== 'card_not_here') return row
  const away = yield* runOne(cardBySerial({ serial }))
  if (away?.state !== 'missing') return row
  const left = yield* runOne(boxLeftIn({ serial, centreId: command.centre.id }))
  return left ? away : row
}

/** A card was not in the box that it was sealed in: it is of the centre where it lies, with no move. */
export function* leftOut(
  { centre, now }: Command,
  { serial, centreId: from, state }: CardRow,
): Step<Refusal | null> {
  if (state !== 'wrong_centre' && from === centre.id) return null
  const left = yield* runOne(boxLeftIn({ serial, centreId: centre.id }))
  if (!left) return null
  const kept = yield* run(passOn({ serial, centreId: centre.id, from, state }))
  if (kept.length === 0) return refuse('card_not_here', { serial })
  yield* run(setOutcome({ boxId: left.boxId, serial, outcome: 'left' }))
  // Where the box went nobody has to search for it any more.
  if (from !== centre.id) yield* endSearches(from, serial, now)
  return null
}

/** A card scanned out of a box where it was sent; scanned again, it changes nothing. */
export function* receiveFromBox(
  command: Command,
  { boxId, serial, staffId }: BoxScan,
): Step<CardRow | Refusal> {
  const box = yield* boxToHere(command, boxId)
  if ('refused' in box) return box
  const cards = yield* run(cardsInBox({ boxId }))
  const entry = cards.find((one) => one.serial === serial)
  if (!entry || entry.outcome === 'left') return refuse('card_not_in_box')
  if (entry.outcome === 'received')
    return (yield* runOne(cardBySerial({ serial }))) ?? refuse('unknown_card', { serial })
  if (box.state === 'closed') return refuse('box_closed')
  const stored = yield* takeOver(command, box, { serial, staffId, how: 'arrive' })
  if (!('refused' in stored)) yield* run(setOutcome({ boxId, serial, outcome: 'received' }))
  return stored
}

/**
 * Ends the unpacking of a box: what has not come out of it is missing, here, each card with an
 * incident. Closed again, it changes nothing.
 */
export function* closeBox(
  command: Command,
  { boxId, staffId }: { boxId: string; staffId: string },
): Step<BoxRow | Refusal> {
  const box = yield* boxToHere(command, boxId)
  if ('refused' in box) return box
  if (box.state === 'closed') return box
  for (const { serial, outcome } of yield* run(cardsInBox({ boxId }))) {
    if (outcome !== null) continue
    const lost = yield* takeOver(command, box, { serial, staffId, how: 'not_arrive' })
    if ('refused' in lost) return lost
    yield* run(setOutcome({ boxId, serial, outcome: 'missing' }))
    yield* openIncident(command, {
      id: `missing-${boxId}-${serial}`,
      kind: 'missing',
      serial,
      manifestId: null,
      note: box.seal ?? '',
    })
  }
  const closed = { ...box, state: 'closed' as const, closedBy: staffId, closedAt: command.now }
  const { id, state, seal, sealedBy, sealedAt, closedBy, closedAt } = closed
  yield* run(updateBox({ id, state, seal, sealedBy, sealedAt, closedBy, closedAt }))
  return closed
}
