import { and, asc, eq } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type CentreRow, statement } from '../db/transact.ts'

export type ServiceRow = Tables['services']['$inferSelect']

export const allCentres = statement<Record<string, never>, CentreRow[]>((db, t) =>
  db.select().from(t.centres).orderBy(asc(t.centres.id)),
)

// The row that a command locks is read by the same query wherever it is looked at.
export { centreById } from '../db/transact.ts'

export const servicesOf = statement<{ centreId: string }, ServiceRow[]>((db, t) =>
  db
    .select()
    .from(t.services)
    .where(and(eq(t.services.centreId, $('centreId')), eq(t.services.active, true)))
    .orderBy(asc(t.services.position)),
)

/** The little of a centre that its board says, which is looked up at each call. */
export const centreForBoard = statement<
  { id: string },
  Pick<CentreRow, 'revision' | 'setupRevision' | 'timeZone' | 'dayEndsAtMin'>[]
>((db, t) =>
  db
    .select({
      revision: t.centres.revision,
      setupRevision: t.centres.setupRevision,
      timeZone: t.centres.timeZone,
      dayEndsAtMin: t.centres.dayEndsAtMin,
    })
    .from(t.centres)
    .where(eq(t.centres.id, $('id'))),
)

/** As `servicesOf`, by their ids alone. */
export const serviceIdsOf = statement<{ centreId: string }, { id: string }[]>(
  (db, t) =>
    db
      .select({ id: t.services.id })
      .from(t.services)
      .where(and(eq(t.services.centreId, $('centreId')), eq(t.services.active, true)))
      .orderBy(asc(t.services.position)),
  { isAskedOften: true },
)

/** The little that issuing a ticket needs to know of a service. */
export const serviceForIssue = statement<
  { centreId: string; id: string },
  { prefix: string; worksOnCards: boolean; nameAr: string; nameEn: string }[]
>(
  (db, t) =>
    db
      .select({
        prefix: t.services.prefix,
        worksOnCards: t.services.worksOnCards,
        nameAr: t.services.nameAr,
        nameEn: t.services.nameEn,
      })
      .from(t.services)
      .where(
        and(
          eq(t.services.centreId, $('centreId')),
          eq(t.services.id, $('id')),
          eq(t.services.active, true),
        ),
      ),
  { isAskedOften: true },
)
