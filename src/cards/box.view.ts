import type { Database } from '../db/transact.ts'
import { type BoxCardRow, type BoxRow, boxLeftIn, cardsInBox } from './box.store.ts'
import type { BoxOutcome, BoxState } from './box.ts'
import { type CardRow, cardBySerial } from './card.store.ts'
import { namesOf } from './disposal.view.ts'

export interface BoxView {
  id: string
  from: string
  to: string
  state: BoxState
  seal: string | null
  /** The names of members of staff. */
  madeBy: string | null
  sealedBy: string | null
  closedBy: string | null
  madeAt: string
  sealedAt: string | null
  closedAt: string | null
}

export interface BoxWithCards extends BoxView {
  cards: { serial: string; packedBy: string | null; outcome: BoxOutcome | null }[]
}

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

const viewOf = (box: BoxRow, nameOf: (id: string | null) => string | null): BoxView => ({
  id: box.id,
  from: box.fromCentreId,
  to: box.toCentreId,
  state: box.state,
  seal: box.seal,
  madeBy: nameOf(box.madeBy),
  sealedBy: nameOf(box.sealedBy),
  closedBy: nameOf(box.closedBy),
  madeAt: iso(box.madeAt),
  sealedAt: isoOrNull(box.sealedAt),
  closedAt: isoOrNull(box.closedAt),
})

const workedOn = ({ madeBy, sealedBy, closedBy }: BoxRow) => [madeBy, sealedBy, closedBy]

/** Boxes as both of their centres see them, in the order given. */
export const boxViews = async (db: Database, boxes: readonly BoxRow[]): Promise<BoxView[]> => {
  const nameOf = await namesOf(db, boxes.flatMap(workedOn))
  return boxes.map((box) => viewOf(box, nameOf))
}

/** A card that was missed where a box from here was unpacked, and may turn up here. */
export const missedElsewhere = async (
  db: Database,
  centreId: string,
  serial: string,
): Promise<CardRow[]> => {
  const rows = await db.read(cardBySerial({ serial }))
  const [left] = await db.read(boxLeftIn({ serial, centreId }))
  return left ? rows.filter(({ state }) => state === 'missing') : []
}

/** A box with its cards and what became of each. */
export const boxWithCards = async (db: Database, box: BoxRow): Promise<BoxWithCards> => {
  const cards: BoxCardRow[] = await db.read(cardsInBox({ boxId: box.id }))
  const packers = cards.map(({ packedBy }) => packedBy)
  const nameOf = await namesOf(db, [...workedOn(box), ...packers])
  return {
    ...viewOf(box, nameOf),
    cards: cards.map(({ serial, packedBy, outcome }) => ({
      serial,
      packedBy: nameOf(packedBy),
      outcome,
    })),
  }
}
