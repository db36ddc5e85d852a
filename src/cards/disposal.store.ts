import { and, asc, count, desc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import {
  $,
  type CentreRow,
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
import { type CardRow, cardBySerial, cardHere, logInHand } from './card.store.ts'
import { type DisposalOutcome, dueBefore, isDue } from './disposal.ts'
import { seenInHand } from './seen.store.ts'

export type DisposalRow = Tables['disposals']['$inferSelect']
export type DisposalCardRow = Tables['disposalCards']['$inferSelect']

/** The most cards that one command puts on a list, or that are named at once. */
export const LISTED_AT_ONCE = 250
/** The most cards on one list; what is beyond goes on the next one. */
export const LIST_MAX = 1000
/** The newest lists a centre is shown. */
const SHOWN_MAX = 50

export const disposalById = statement<{ id: string }, DisposalRow[]>((db, t) =>
  db
    .select()
    .from(t.disposals)
    .where(eq(t.disposals.id, $('id'))),
)

export const disposalsOf = statement<{ centreId: string }, DisposalRow[]>((db, t) =>
  db
    .select()
    .from(t.disposals)
    .where(eq(t.disposals.centreId, $('centreId')))
    .orderBy(desc(t.disposals.madeAt), desc(t.disposals.id))
    .limit(SHOWN_MAX),
)

/** A list's cards with where each lies, in the order of their serials. */
export const cardsOnList = statement<
  { disposalId: string },
  (DisposalCardRow & { place: string | null })[]
>((db, t) =>
  db
    .select({ ...getTableColumns(t.disposalCards), place: t.cards.place })
    .from(t.disposalCards)
    .leftJoin(t.cards, eq(t.cards.serial, t.disposalCards.serial))
    .where(eq(t.disposalCards.disposalId, $('disposalId')))
    .orderBy(asc(t.disposalCards.serial)),
)

export interface Counted {
  disposalId: string
  outcome: DisposalOutcome | null
  listed: number
  scanned: number
}

/** How many cards of some lists there are, and how many were scanned, by what became of them. */
export const countsOf = (ids: readonly string[]): Query<Counted[]> =>
  query((db, t) =>
    db
      .select({
        disposalId: t.disposalCards.disposalId,
        outcome: t.disposalCards.outcome,
        listed: count(),
        scanned: count(t.disposalCards.scannedAt),
      })
      .from(t.disposalCards)
      .where(inArray(t.disposalCards.disposalId, [...ids]))
      .groupBy(t.disposalCards.disposalId, t.disposalCards.outcome),
  )

const onNoList = (t: Tables) =>
  sql`not exists (select 1 from disposal_cards listed where listed.outcome is null
    and listed.centre_id = ${t.cards.centreId} and listed.serial = ${t.cards.serial})`

/** What `isDue` says, and on no list; the partial index wants its condition to the letter. */
const dueOf = (t: Tables) =>
  and(
    eq(t.cards.centreId, $('centreId')),
    sql`state = 'shelved'`,
    lt(t.cards.readyAt, $('before')),
    eq(t.cards.blocked, false),
    onNoList(t),
  )

const firstDue = statement<{ centreId: string; before: number }, CardRow[]>((db, t) =>
  db
    .select()
    .from(t.cards)
    .where(dueOf(t))
    .orderBy(asc(t.cards.readyAt), asc(t.cards.serial))
    .limit(LISTED_AT_ONCE),
)

/** Cards of a centre that are past their time at `now` and on no list, longest kept first. */
export const dueCards = (centre: CentreRow, now: number): Query<CardRow[]> =>
  firstDue({ centreId: centre.id, before: dueBefore(centre, now) })

/** How many cards are past their time; at most `upTo`, so that it costs no more than that. */
export const countDue = statement<
  { centreId: string; before: number; upTo: number },
  { count: number }[]
>((db, t) => {
  const some = db
    .select({ serial: t.cards.serial })
    .from(t.cards)
    .where(dueOf(t))
    .limit($('upTo'))
    .as('some')
  return db.select({ count: count() }).from(some)
})

const insertDisposal = statement<DisposalRow, unknown>((db, t) =>
  db.insert(t.disposals).values(placeholders(t.disposals)),
)

const insertListed = (rows: readonly DisposalCardRow[]) =>
  query((db, t) => db.insert(t.disposalCards).values([...rows]))

const openEntryOf = statement<{ centreId: string; serial: string }, DisposalCardRow[]>((db, t) =>
  db
    .select()
    .from(t.disposalCards)
    .where(
      and(
        eq(t.disposalCards.centreId, $('centreId')),
        eq(t.disposalCards.serial, $('serial')),
        sql`outcome is null`,
      ),
    ),
)

const markScanned = statement<
  Pick<DisposalCardRow, 'disposalId' | 'serial' | 'scannedBy' | 'scannedAt'>,
  unknown
>((db, t) =>
  db
    .update(t.disposalCards)
    .set(placeholders(t.disposalCards, ['scannedBy', 'scannedAt']))
    .where(
      and(eq(t.disposalCards.disposalId, $('disposalId')), eq(t.disposalCards.serial, $('serial'))),
    ),
)

const listedOn = statement<{ disposalId: string }, { count: number }[]>((db, t) =>
  db
    .select({ count: count() })
    .from(t.disposalCards)
    .where(eq(t.disposalCards.disposalId, $('disposalId'))),
)

type NewDisposal = Pick<DisposalRow, 'id' | 'kind'> & { staffId: string }

function* begin({ centre, now }: Command, { id, kind, staffId }: NewDisposal): Step<void> {
  yield* run(
    insertDisposal({
      id,
      centreId: centre.id,
      kind,
      state: 'open',
      madeBy: staffId,
      madeAt: now,
      confirmedBy: null,
      closedAt: null,
    }),
  )
}

function* put({ centre }: Command, disposalId: string, serials: readonly string[]): Step<void> {
  const fresh = { disposalId, centreId: centre.id, scannedBy: null, scannedAt: null, outcome: null }
  yield* run(insertListed(serials.map((serial) => ({ ...fresh, serial }))))
}

/**
 * Puts the next slice of the centre's due cards on a list, which the first slice makes. One that was
 * broken off is a list all the same, and what is not on it goes on the next one.
 * @returns how many were put on it
 */
export function* listDueCards(command: Command, disposal: NewDisposal): Step<number | Refusal> {
  const { id } = disposal
  const list = yield* runOne(disposalById({ id }))
  // Somebody was quicker to confirm than the next slice came.
  if (list && list.state !== 'open') return 0
  const due = yield* run(dueCards(command.centre, command.now))
  if (due.length === 0) return list ? 0 : refuse('nothing_due')
  if (!list) yield* begin(command, disposal)
  const serials = due.map(({ serial }) => serial)
  yield* put(command, id, serials)
  return due.length
}

/**
 * Makes a list of the named cards, as far as they are due and on no other list.
 * @returns the serials of those that are not
 */
export function* listNamedCards(
  command: Command,
  disposal: NewDisposal,
  named: readonly string[],
): Step<string[] | Refusal> {
  const { centre, now } = command
  const before = dueBefore(centre, now)
  const due: string[] = []
  const notDue: string[] = []
  for (const serial of new Set(named)) {
    const row = yield* runOne(cardBySerial({ serial }))
    const listed = yield* runOne(openEntryOf({ centreId: centre.id, serial }))
    const goes = row?.centreId === centre.id && isDue(row, before) && !listed
    if (goes) due.push(serial)
    else notDue.push(serial)
  }
  if (due.length === 0) return refuse('nothing_due')
  yield* begin(command, disposal)
  yield* put(command, disposal.id, due)
  return notDue
}

/** A list that must be of this centre. */
export function* disposalHere({ centre }: Command, id: string): Step<DisposalRow | Refusal> {
  const list = yield* runOne(disposalById({ id }))
  return list?.centreId === centre.id ? list : refuse('unknown_disposal')
}

/**
 * A card taken out for a list. It keeps its slot and may still be collected until the list is
 * confirmed; one that is due and on no list is put on this one. Scanned again, it changes nothing.
 */
export function* scanOntoList(
  command: Command,
  scan: { disposalId: string; serial: string; staffId: string },
): Step<CardRow | Refusal> {
  const { centre, now } = command
  const { disposalId, serial, staffId } = scan
  const list = yield* disposalHere(command, disposalId)
  if ('refused' in list) return list
  if (list.state !== 'open') return refuse('disposal_closed')
  const row = yield* cardHere(command, serial)
  if ('refused' in row) return row
  if (!isDue(row, dueBefore(centre, now)))
    return refuse('card_not_due', { state: row.blocked ? 'blocked' : row.state })
  const entry = yield* runOne(openEntryOf({ centreId: centre.id, serial }))
  if (entry && entry.disposalId !== disposalId) return refuse('card_on_list')
  yield* seenInHand(command, row, { staffId })
  if (entry && entry.scannedAt !== null) return row
  if (!entry) {
    const listed = yield* runOne(listedOn({ disposalId }))
    if ((listed?.count ?? 0) >= LIST_MAX) return refuse('list_full')
    yield* put(command, disposalId, [serial])
  }
  yield* run(markScanned({ disposalId, serial, scannedBy: staffId, scannedAt: now }))
  yield* logInHand(command, row, 'listed', { staffId, why: disposalId })
  return row
}
