import { iso } from '../tickets/ticket.view.ts'
import type { ChangeRow } from './change.store.ts'
import type { ChangeKind, Fields } from './change.ts'

/** One of `GET /api/centres/:centre/changes`. */
export interface ChangeView {
  id: string
  at: string
  /** Who did it; the name they have now. */
  staff: { id: string; name: string }
  kind: ChangeKind
  subject: string
  /** What people call the subject, where its id tells them nothing. */
  called: string | null
  /** It concerns the whole installation. */
  everywhere: boolean
  before: Fields | null
  after: Fields | null
}

export const changeView = (row: {
  change: ChangeRow
  staffName: string | null
  called: string | null
}): ChangeView => ({
  id: row.change.id,
  at: iso(row.change.at),
  staff: { id: row.change.staffId, name: row.staffName ?? row.change.staffId },
  kind: row.change.kind,
  subject: row.change.subject,
  called: row.called,
  everywhere: row.change.centreId === null,
  before: row.change.before,
  after: row.change.after,
})
