import type { StaffRow } from './staff.store.ts'
import { minutesLocked } from './staff.ts'
import { type StaffView, staffView } from './staff.view.ts'

/** As administrators see a member of staff. */
export interface MemberView extends StaffView {
  active: boolean
  /** Whole minutes for which they are locked out; 0: they are not. */
  lockedMin: number
}

export const memberView = (row: StaffRow, now: number): MemberView => ({
  ...staffView(row),
  active: row.active,
  lockedMin: minutesLocked(row.lockedUntil, now),
})
