import { staffNames } from '../counters/counter.store.ts'
import type { Database } from '../db/transact.ts'
import { type Counted, cardsOnList, countsOf, type DisposalRow } from './disposal.store.ts'
import type { DisposalKind, DisposalOutcome, DisposalState } from './disposal.ts'

export interface DisposalView {
  id: string
  centre: string
  kind: DisposalKind
  state: DisposalState
  /** The names of the two members of staff. */
  madeBy: string | null
  confirmedBy: string | null
  madeAt: string
  closedAt: string | null
  listed: number
  scanned: number
  expired: number
  dropped: number
}

export interface ListedCard {
  serial: string
  /** Where it lies now. */
  place: string | null
  scannedBy: string | null
  scannedAt: string | null
  outcome: DisposalOutcome | null
}

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

/** What finds a name: of some members of staff, all read at once. */
export const namesOf = async (
  db: Database,
  ids: readonly (string | null)[],
): Promise<(id: string | null) => string | null> => {
  const known = [...new Set(ids)].filter((id) => id !== null)
  const rows = known.length > 0 ? await db.read(staffNames(known)) : []
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (id) => (id === null ? null : (names.get(id) ?? null))
}

const sum = (counts: readonly Counted[], of: (one: Counted) => number): number =>
  counts.reduce((total, one) => total + of(one), 0)

/** Lists as the post section sees them, in the order given. */
export const disposalViews = async (
  db: Database,
  lists: readonly DisposalRow[],
): Promise<DisposalView[]> => {
  if (lists.length === 0) return []
  const [counts, nameOf] = await Promise.all([
    db.read(countsOf(lists.map(({ id }) => id))),
    namesOf(
      db,
      lists.flatMap(({ madeBy, confirmedBy }) => [madeBy, confirmedBy]),
    ),
  ])
  return lists.map((list) => {
    const own = counts.filter(({ disposalId }) => disposalId === list.id)
    const ended = own.filter(({ outcome }) => outcome !== null)
    return {
      id: list.id,
      centre: list.centreId,
      kind: list.kind,
      state: list.state,
      madeBy: nameOf(list.madeBy),
      confirmedBy: nameOf(list.confirmedBy),
      madeAt: iso(list.madeAt),
      closedAt: isoOrNull(list.closedAt),
      listed: sum(own, ({ listed }) => listed),
      scanned: sum(own, ({ scanned }) => scanned),
      expired: sum(ended, ({ outcome, listed }) => (outcome === 'expired' ? listed : 0)),
      dropped: sum(ended, ({ outcome, listed }) => (outcome === 'expired' ? 0 : listed)),
    }
  })
}

/** A list with its cards and what became of each. */
export const disposalWithCards = async (
  db: Database,
  list: DisposalRow,
): Promise<DisposalView & { cards: ListedCard[] }> => {
  const [[view], cards] = await Promise.all([
    disposalViews(db, [list]),
    db.read(cardsOnList({ disposalId: list.id })),
  ])
  if (!view) throw new Error(`list ${list.id} has no view`)
  const nameOf = await namesOf(
    db,
    cards.map(({ scannedBy }) => scannedBy),
  )
  return {
    ...view,
    cards: cards.map(({ serial, place, scannedBy, scannedAt, outcome }) => ({
      serial,
      place,
      scannedBy: nameOf(scannedBy),
      scannedAt: isoOrNull(scannedAt),
      outcome,
    })),
  }
}
