import { and, asc, desc, eq, getTableColumns, gte, inArray, notInArray } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Query, query, statement } from '../db/transact.ts'
import type { NamedCustodyRow } from './custody.store.ts'

/** Slots of a drawer that are read, and movements in it that are shown. */
const SLOTS_MAX = 500
const MOVES_MAX = 50

export interface DrawerSlot {
  code: string
  /** What lies there by the books; one row for each card of a slot that holds several. */
  serial: string | null
}

/** The slots of a drawer in the order in which they stand, with what lies in them. */
export const slotsInDrawer = statement<{ centreId: string; drawer: string }, DrawerSlot[]>(
  (db, t) =>
    db
      .select({ code: t.places.code, serial: t.cards.serial })
      .from(t.places)
      .leftJoin(
        t.cards,
        and(eq(t.cards.centreId, t.places.centreId), eq(t.cards.place, t.places.code)),
      )
      .where(and(eq(t.places.centreId, $('centreId')), eq(t.places.parent, $('drawer'))))
      .orderBy(asc(t.places.code), asc(t.cards.serial))
      .limit(SLOTS_MAX),
)

/** A movement in a drawer, and where its card lies now. */
export interface DrawerMove extends NamedCustodyRow {
  lies: string | null
}

/**
 * Entries of the log since a moment that went into some slots, or came out of them, newest first.
 * An index is entered once for each slot: years of other days are not read.
 */
const movesOf =
  (side: (t: Tables) => Tables['custody']['toPlace' | 'fromPlace']) =>
  (centreId: string, slots: readonly string[], since: number): Query<DrawerMove[]> =>
    query((db, t) =>
      db
        .select({ ...getTableColumns(t.custody), staffName: t.staff.name, lies: t.cards.place })
        .from(t.custody)
        .leftJoin(t.staff, eq(t.staff.id, t.custody.staffId))
        .leftJoin(t.cards, eq(t.cards.serial, t.custody.serial))
        .where(
          and(
            eq(t.custody.centreId, centreId),
            inArray(side(t), [...slots]),
            gte(t.custody.at, since),
            // What keeps its slot went nowhere.
            notInArray(t.custody.action, ['packed', 'listed']),
          ),
        )
        .orderBy(desc(t.custody.at), desc(t.custody.revision))
        .limit(MOVES_MAX),
    )

export const putInto = movesOf((t) => t.custody.toPlace)
export const takenFrom = movesOf((t) => t.custody.fromPlace)
