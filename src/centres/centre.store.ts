import { and, asc, eq } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type CentreRow, statement } from '../db/transact.ts'

export type ServiceRow = Tables['services']['$inferSelect']

export const allCentres = statement<Record<string, never>, CentreRow[]>((db, t) =>
  db.select().from(t.centres).orderBy(asc(t.centres.id)),
)

export const centreById = statement<{ id: string }, CentreRow[]>((db, t) =>
  db
    .select()
    .from(t.centres)
    .where(eq(t.centres.id, $('id'))),
)

export const servicesOf = statement<{ centreId: string }, ServiceRow[]>((db, t) =>
  db
    .select()
    .from(t.services)
    .where(and(eq(t.services.centreId, $('centreId')), eq(t.services.active, true)))
    .orderBy(asc(t.services.position)),
)

/** The little that issuing a ticket needs to know of a service. */
export const serviceForIssue = statement<
  { centreId: string; id: string },
  { prefix: string; worksOnCards: boolean }[]
>((db, t) =>
  db
    .select({ prefix: t.services.prefix, worksOnCards: t.services.worksOnCards })
    .from(t.services)
    .where(
      and(
        eq(t.services.centreId, $('centreId')),
        eq(t.services.id, $('id')),
        eq(t.services.active, true),
      ),
    ),
)
