import type { StaffRow } from './staff.store.ts'
import type { Role } from './staff.ts'

/** `GET /api/session`: what members of staff may know of themselves. */
export interface StaffView {
  id: string
  username: string
  name: string
  roles: Role[]
  /** Service ids, or `*` for every service. */
  skills: string[]
  /** The one centre they work in; null: all. */
  centre: string | null
}

export const staffView = ({
  id,
  username,
  name,
  roles,
  skills,
  centreId,
}: StaffRow): StaffView => ({
  id,
  username,
  name,
  roles,
  skills,
  centre: centreId,
})
