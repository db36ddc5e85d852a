import { and, eq, lte, or, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { lockMs, minutesLocked, type Role, SESSION_MS, usernameFrom } from './staff.ts'

export type StaffRow = Tables['staff']['$inferSelect']

/** Who holds a session; whether it is over, `expiresAt` says. */
export const sessionByToken = statement<
  { tokenHash: string },
  {
    id: string
    name: string
    roles: Role[]
    skills: string[]
    centreId: string | null
    expiresAt: number
  }[]
>(
  (db, t) =>
    db
      .select({
        id: t.staff.id,
        name: t.staff.name,
        roles: t.staff.roles,
        skills: t.staff.skills,
        centreId: t.staff.centreId,
        expiresAt: t.sessions.expiresAt,
      })
      .from(t.sessions)
      .innerJoin(t.staff, eq(t.staff.id, t.sessions.staffId))
      .where(and(eq(t.sessions.tokenHash, $('tokenHash')), eq(t.staff.active, true))),
  { isAskedOften: true },
)

/** @param username as `usernameFrom` gives it */
export const staffByUsername = statement<{ username: string }, StaffRow[]>((db, t) =>
  db
    .select()
    .from(t.staff)
    .where(eq(t.staff.username, $('username'))),
)

export const staffById = statement<{ id: string }, StaffRow[]>((db, t) =>
  db
    .select()
    .from(t.staff)
    .where(eq(t.staff.id, $('id'))),
)

const insertMember = statement<StaffRow, { id: string }[]>((db, t) =>
  db
    .insert(t.staff)
    .values(placeholders(t.staff))
    .onConflictDoNothing({ target: t.staff.username })
    .returning({ id: t.staff.id }),
)

/** A member of staff as they are made: the password hashed already, or see staff.create.ts. */
export interface NewMember {
  id: string
  username: string
  name: string
  passwordHash: string
  roles: readonly Role[]
  /** Service ids, or `*`. */
  skills: readonly string[]
  /** The one centre they work in; null: all. */
  centreId: string | null
}

/** @returns false when the user name is taken, and nothing was written */
export function* insertStaff({ username, roles, skills, ...member }: NewMember): Step<boolean> {
  const inserted = yield* runOne(
    insertMember({
      ...member,
      username: usernameFrom(username),
      roles: [...roles],
      skills: [...skills],
      active: true,
      failedSignIns: 0,
      lockedUntil: null,
    }),
  )
  return inserted !== undefined
}

/** Adds to the failures, unless the account is locked: guesses made side by side count once. */
const countFailure = statement<{ id: string; now: number }, { failedSignIns: number }[]>((db, t) =>
  db
    .update(t.staff)
    .set({ failedSignIns: sql`${t.staff.failedSignIns} + 1` })
    .where(
      and(
        eq(t.staff.id, $('id')),
        or(sql`${t.staff.lockedUntil} is null`, lte(t.staff.lockedUntil, $('now'))),
      ),
    )
    .returning({ failedSignIns: t.staff.failedSignIns }),
)

const setLock = statement<{ id: string; lockedUntil: number }, unknown>((db, t) =>
  db
    .update(t.staff)
    .set(placeholders(t.staff, ['lockedUntil']))
    .where(eq(t.staff.id, $('id'))),
)

/** Takes note of a wrong password, and locks the account when there have been too many in a row. */
export function* noteFailure(id: string, now: number): Step<void> {
  const counted = yield* runOne(countFailure({ id, now }))
  const lock = lockMs(counted?.failedSignIns ?? 0)
  if (lock > 0) yield* run(setLock({ id, lockedUntil: now + lock }))
}

/** Who is let in: what they showed was right when it was looked at. */
export interface Admission {
  staffId: string
  /** The hash that the password was compared with; undefined where none was asked for. */
  passwordHash?: string
  /**
   * At a browser where they signed in before a lock is not theirs: it goes on, for whoever tries
   * elsewhere.
   */
  isKnownHere?: boolean
}

/**
 * Lets a member in: the wrong passwords before are forgiven. It holds the member's row, so that a
 * password that is replaced, or a member that is closed, ends this session too if it comes later.
 * @returns the member, or a refusal when the account was locked or closed, or its password replaced,
 *   in the meantime
 */
export function* admit(
  { staffId, passwordHash, isKnownHere = false }: Admission,
  now: number,
): Step<StaffRow | Refusal> {
  const member = yield* runOne(
    isKnownHere ? holdMember({ id: staffId }) : clearFailures({ id: staffId, now }),
  )
  if (member && (passwordHash === undefined || passwordHash === member.passwordHash)) return member
  const stands = member ?? (yield* runOne(staffById({ id: staffId })))
  const minutes = isKnownHere ? 0 : minutesLocked(stands?.lockedUntil ?? null, now)
  return minutes > 0 ? refuse('locked_out', { minutes }) : refuse('bad_credentials')
}

/** Holds the row of a member who is in use: one command at a time, in whichever centre, is past this. */
export const holdMember = statement<{ id: string }, StaffRow[]>((db, t) =>
  db
    .update(t.staff)
    .set({ active: true })
    .where(and(eq(t.staff.id, $('id')), eq(t.staff.active, true)))
    .returning(),
)

/** Forgets the failures of a member who may sign in now; no row for one who may not. */
const clearFailures = statement<{ id: string; now: number }, StaffRow[]>((db, t) =>
  db
    .update(t.staff)
    .set({ failedSignIns: 0, lockedUntil: null })
    .where(
      and(
        eq(t.staff.id, $('id')),
        eq(t.staff.active, true),
        or(sql`${t.staff.lockedUntil} is null`, lte(t.staff.lockedUntil, $('now'))),
      ),
    )
    .returning(),
)

const insertSession = statement<Tables['sessions']['$inferSelect'], unknown>((db, t) =>
  db.insert(t.sessions).values(placeholders(t.sessions)),
)

const deleteSession = statement<{ tokenHash: string }, unknown>((db, t) =>
  db.delete(t.sessions).where(eq(t.sessions.tokenHash, $('tokenHash'))),
)

const deleteSessionsEndedBy = statement<{ now: number }, { staffId: string }[]>((db, t) =>
  db
    .delete(t.sessions)
    .where(lte(t.sessions.expiresAt, $('now')))
    .returning({ staffId: t.sessions.staffId }),
)

/**
 * Opens a session for a member who knew the password.
 * @param tokenHash of the new cookie's token
 * @param replaces the hash of the token the browser had before, which ends here
 * @returns the member, or a refusal as of `admit`
 */
export function* openSession(
  order: Admission & {
    passwordHash: string
    tokenHash: string
    replaces: string | null
    now: number
  },
): Step<StaffRow | Refusal> {
  const { staffId, tokenHash, replaces, now } = order
  const member = yield* admit(order, now)
  if ('refused' in member) return member
  // Each sign-in clears away the sessions that have run out, so that they do not pile up.
  yield* deleteExpiredSessions(now)
  if (replaces !== null) yield* run(deleteSession({ tokenHash: replaces }))
  yield* run(
    insertSession({
      tokenHash,
      staffId,
      createdAt: now,
      expiresAt: now + SESSION_MS,
      moveCode: null,
      moveUntil: null,
      movedFrom: null,
    }),
  )
  return member
}

export function* endSession(tokenHash: string): Step<void> {
  yield* run(deleteSession({ tokenHash }))
}

/** Deletes the sessions that have run out. @returns how many there were */
export function* deleteExpiredSessions(now: number): Step<number> {
  return (yield* run(deleteSessionsEndedBy({ now }))).length
}
