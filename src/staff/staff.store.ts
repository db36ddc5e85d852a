import { and, eq, gt } from 'drizzle-orm'
import { $, statement } from '../db/transact.ts'
import type { Role } from './staff.ts'

/** Who holds a session that has not ended. */
export const sessionByToken = statement<
  { tokenHash: string; now: number },
  { id: string; name: string; roles: Role[]; skills: string[]; centreId: string | null }[]
>((db, t) =>
  db
    .select({
      id: t.staff.id,
      name: t.staff.name,
      roles: t.staff.roles,
      skills: t.staff.skills,
      centreId: t.staff.centreId,
    })
    .from(t.sessions)
    .innerJoin(t.staff, eq(t.staff.id, t.sessions.staffId))
    .where(
      and(
        eq(t.sessions.tokenHash, $('tokenHash')),
        gt(t.sessions.expiresAt, $('now')),
        eq(t.staff.active, true),
      ),
    ),
)
