import { and, desc, eq, gte, isNull, lt, or, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, query, run, type Step, statement } from '../db/transact.ts'
import type { Author } from './author.ts'
import { type Change, type ChangeKind, differing } from './change.ts'

export type ChangeRow = Tables['changes']['$inferSelect']

const insertChange = statement<ChangeRow, unknown>((db, t) =>
  db.insert(t.changes).values(placeholders(t.changes)),
)

/** Takes note of what was done to something, in the transaction of what is done. */
export function* noteDeed(
  author: Author,
  at: number,
  centreId: string | null,
  change: Change,
): Step<void> {
  const { staffId, nextId, noted } = author
  noted?.push(change)
  yield* run(insertChange({ ...change, id: nextId(), centreId, staffId, at }))
}

/** As `noteDeed`, of the fields that differ. @returns false when none does: nothing was changed */
export function* noteChange(
  author: Author,
  at: number,
  centreId: string | null,
  { before, after, ...what }: Change,
): Step<boolean> {
  const fields = differing(before, after)
  if (fields) yield* noteDeed(author, at, centreId, { ...what, ...fields })
  return fields !== null
}

const moveSetup = statement<{ centreId: string; setupRevision: number }, unknown>((db, t) =>
  db
    .update(t.centres)
    .set(placeholders(t.centres, ['setupRevision']))
    .where(eq(t.centres.id, $('centreId'))),
)

/** Takes note of a change in the set-up of a command's centre, and tells every screen of it. */
export function* changeSetup(command: Command, author: Author, change: Change): Step<boolean> {
  const { centre, revision, now } = command
  if (!(yield* noteChange(author, now, centre.id, change))) return false
  yield* run(moveSetup({ centreId: centre.id, setupRevision: revision }))
  // However much of it one command changes, it is told once.
  if (centre.setupRevision !== revision) {
    centre.setupRevision = revision
    command.tell({ type: 'centre_changed', subject: centre.id })
  }
  return true
}

/** What people call a thing whose id tells them nothing: somebody's user name, the name of a device. */
const calledIn = (t: Tables) => sql<string | null>`case
  when ${t.changes.kind} = 'device'
    then (select ${t.devices.name} from ${t.devices} where ${t.devices.id} = ${t.changes.subject})
  when ${t.changes.kind} in ('member', 'password', 'lock', 'in_place_of')
    then (select who.username from ${t.staff} who where who.id = ${t.changes.subject})
  end`

/** The newest deed of a kind in a centre. @param from none whose ids are less (`firstIdAt`) */
export const newestDeed = statement<
  { centreId: string; kind: ChangeKind; from: string },
  (Pick<ChangeRow, 'at' | 'after'> & { staffName: string | null })[]
>((db, t) =>
  db
    .select({ at: t.changes.at, after: t.changes.after, staffName: t.staff.name })
    .from(t.changes)
    .leftJoin(t.staff, eq(t.staff.id, t.changes.staffId))
    .where(
      and(
        eq(t.changes.centreId, $('centreId')),
        gte(t.changes.id, $('from')),
        eq(t.changes.kind, $('kind')),
      ),
    )
    .orderBy(desc(t.changes.id))
    .limit(1),
)

/**
 * The changes of a centre, newest first.
 * @param ofAll those of the whole installation as well
 * @param before only those before this one; null from the newest
 */
export const changesOf = (order: {
  centreId: string
  ofAll: boolean
  before: string | null
  most: number
}) =>
  query((db, t) =>
    db
      .select({ change: t.changes, staffName: t.staff.name, called: calledIn(t) })
      .from(t.changes)
      .leftJoin(t.staff, eq(t.staff.id, t.changes.staffId))
      .where(
        and(
          or(
            eq(t.changes.centreId, order.centreId),
            order.ofAll ? isNull(t.changes.centreId) : undefined,
          ),
          order.before === null ? undefined : lt(t.changes.id, order.before),
        ),
      )
      .orderBy(desc(t.changes.id))
      .limit(order.most),
  )
