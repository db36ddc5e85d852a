import { and, asc, count, eq, isNotNull, lt, sql } from 'drizzle-orm'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { cardBySerial, cardFrom, storeCardMove } from './card.store.ts'
import { decide } from './card.ts'
import { type DisposalRow, disposalHere } from './disposal.store.ts'
import { type DisposalOutcome, disposalAction, dueBefore, isDue } from './disposal.ts'
import { endPicks, wantedBy } from './pick.store.ts'
import { secondPerson } from './second-person.ts'

/** Cards that one command ends: each tells of itself, and of its picks. */
const ENDED_AT_ONCE = 100

const updateDisposal = statement<
  Pick<DisposalRow, 'id' | 'state' | 'confirmedBy' | 'closedAt'>,
  unknown
>((db, t) =>
  db
    .update(t.disposals)
    .set(placeholders(t.disposals, ['state', 'confirmedBy', 'closedAt']))
    .where(eq(t.disposals.id, $('id'))),
)

const scannedByOn = statement<{ disposalId: string; staffId: string }, { count: number }[]>(
  (db, t) =>
    db
      .select({ count: count() })
      .from(t.disposalCards)
      .where(
        and(
          eq(t.disposalCards.disposalId, $('disposalId')),
          eq(t.disposalCards.scannedBy, $('staffId')),
        ),
      ),
)

const scannedOn = statement<{ disposalId: string }, { serial: string }[]>((db, t) =>
  db
    .select({ serial: t.disposalCards.serial })
    .from(t.disposalCards)
    .where(
      and(
        eq(t.disposalCards.disposalId, $('disposalId')),
        sql`outcome is null`,
        isNotNull(t.disposalCards.scannedAt),
      ),
    )
    .orderBy(asc(t.disposalCards.serial))
    .limit(ENDED_AT_ONCE),
)

/** Cards of a list that could still be scanned for it: what `isDue` says. */
const dueOn = statement<{ disposalId: string; before: number }, { count: number }[]>((db, t) =>
  db
    .select({ count: count() })
    .from(t.disposalCards)
    .innerJoin(t.cards, eq(t.cards.serial, t.disposalCards.serial))
    .where(
      and(
        eq(t.disposalCards.disposalId, $('disposalId')),
        eq(t.cards.centreId, t.disposalCards.centreId),
        eq(t.cards.state, 'shelved'),
        eq(t.cards.blocked, false),
        lt(t.cards.readyAt, $('before')),
      ),
    ),
)

const setOutcome = statement<
  { disposalId: string; serial: string; outcome: DisposalOutcome },
  unknown
>((db, t) =>
  db
    .update(t.disposalCards)
    .set(placeholders(t.disposalCards, ['outcome']))
    .where(
      and(eq(t.disposalCards.disposalId, $('disposalId')), eq(t.disposalCards.serial, $('serial'))),
    ),
)

const dropUnscanned = statement<{ disposalId: string }, unknown>((db, t) =>
  db
    .update(t.disposalCards)
    .set({ outcome: 'not_scanned' })
    .where(and(eq(t.disposalCards.disposalId, $('disposalId')), sql`outcome is null`)),
)

/** Ends one card of a confirmed list, or says why it drops out. */
function* endCard(
  command: Command,
  { id, kind, confirmedBy: staffId }: DisposalRow,
  serial: string,
): Step<DisposalOutcome> {
  const { centre, now } = command
  const row = yield* runOne(cardBySerial({ serial }))
  if (row?.state === 'handed_over') return 'collected'
  if (row?.centreId !== centre.id || !isDue(row, dueBefore(centre, now))) return 'not_due'
  // Its visitor has come at last, and waits for it.
  const wanted = yield* run(wantedBy({ centreId: centre.id, serial }))
  if (wanted.length > 0) return 'wanted'
  const move = decide(cardFrom(row), { do: 'expire', how: disposalAction[kind] }, now)
  if ('refused' in move) return 'not_due'
  yield* storeCardMove(command, row, move, { staffId, why: id })
  yield* endPicks(command, serial, () => 'cancelled', staffId)
  return 'expired'
}

/**
 * The second person confirms a list: its scanned cards are ended, a slice at a time, and the rest
 * drops out of it. What was decided once stays so: a list that was broken off is gone on with by
 * whoever confirms it next, in the name of whoever did first. A list of which no card was scanned is
 * no work done, and not confirmed.
 * @returns whether there is more to do
 */
export function* confirmDisposal(
  command: Command,
  { disposalId, staffId }: { disposalId: string; staffId: string },
): Step<{ isMore: boolean } | Refusal> {
  const list = yield* disposalHere(command, disposalId)
  if ('refused' in list) return list
  if (list.state === 'closed') return { isMore: false }
  const scans = yield* runOne(scannedByOn({ disposalId, staffId }))
  const tookPart = (scans?.count ?? 0) > 0 ? [list.madeBy, staffId] : [list.madeBy]
  const no = secondPerson(staffId, tookPart)
  if (no) return no
  const confirmedBy = list.confirmedBy ?? staffId
  const scanned = yield* run(scannedOn({ disposalId }))
  if (list.state === 'open' && scanned.length === 0) {
    // Where none of its cards is due any more, there is nothing to scan, and the list may end.
    const due = yield* runOne(dueOn({ disposalId, before: dueBefore(command.centre, command.now) }))
    if (due && due.count > 0) return refuse('nothing_scanned', { count: due.count })
  }
  for (const { serial } of scanned) {
    const outcome = yield* endCard(command, { ...list, confirmedBy }, serial)
    yield* run(setOutcome({ disposalId, serial, outcome }))
  }
  const isMore = scanned.length === ENDED_AT_ONCE
  if (!isMore) yield* run(dropUnscanned({ disposalId }))
  const state = isMore ? 'confirming' : 'closed'
  const closedAt = isMore ? null : command.now
  yield* run(updateDisposal({ id: disposalId, state, confirmedBy, closedAt }))
  return { isMore }
}

/**
 * Gives a list up that was made by mistake, as long as none of its cards was scanned: they stay where
 * they are, and may go on another one. Said twice, it stays given up.
 */
export function* giveUpDisposal(
  command: Command,
  { disposalId }: { disposalId: string },
): Step<DisposalRow | Refusal> {
  const list = yield* disposalHere(command, disposalId)
  if ('refused' in list) return list
  if (list.state === 'closed' && list.confirmedBy === null) return list
  if (list.state !== 'open') return refuse('disposal_closed')
  const scanned = yield* run(scannedOn({ disposalId }))
  if (scanned.length > 0) return refuse('list_scanned')
  yield* run(dropUnscanned({ disposalId }))
  const ended = { state: 'closed' as const, confirmedBy: null, closedAt: command.now }
  yield* run(updateDisposal({ id: disposalId, ...ended }))
  return { ...list, ...ended }
}
