import type { CardRow } from './card.store.ts'
import type { CardState, CardWarning } from './card.ts'
import { sectionOf } from './card.ts'
import type { NamedCustodyRow } from './custody.store.ts'

/** A card as the post section sees it: never its owner's citizen id or phone. */
export interface CardView {
  serial: string
  state: CardState
  place: string | null
  section: string | null
  centre: string
  blocked: boolean
  readyAt: string | null
}

export interface CustodyView {
  action: string
  at: string
  /** The name of the member of staff. */
  staff: string | null
  from: string | null
  to: string | null
  why: string | null
  /** What the station calls itself. */
  device: string | null
}

const iso = (ms: number): string => new Date(ms).toISOString()

export const cardView = (row: CardRow): CardView => ({
  serial: row.serial,
  state: row.state,
  place: row.place,
  section: row.place === null ? null : sectionOf(row.place),
  centre: row.centreId,
  blocked: row.blocked,
  readyAt: row.readyAt === null ? null : iso(row.readyAt),
})

export const scannedView = (
  row: CardRow,
  warnings: CardWarning[],
): CardView & { warnings: CardWarning[] } => ({ ...cardView(row), warnings })

export const custodyView = (row: NamedCustodyRow): CustodyView => ({
  action: row.action,
  at: iso(row.at),
  staff: row.staffName,
  from: row.fromPlace,
  to: row.toPlace,
  why: row.why,
  device: row.device,
})
