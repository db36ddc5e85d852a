import { and, asc, eq, isNull, or } from 'drizzle-orm'
import { centreById } from '../centres/centre.store.ts'
import type { Author } from '../changes/author.ts'
import { noteChange, noteDeed } from '../changes/change.store.ts'
import { $, placeholders, query, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { insertStaff, type NewMember, type StaffRow, staffById } from './staff.store.ts'
import { administersAll, type MemberSetup, usernameFrom } from './staff.ts'

/** Who changes members of staff: the one centre whose they may change; null: all of them. */
export interface Administrator extends Author {
  centreId: string | null
  now: number
}

/** Those who work in a centre; with `ofAll` those who work in all of them as well. */
export const membersOf = (centreId: string, ofAll: boolean) =>
  query((db, t) =>
    db
      .select()
      .from(t.staff)
      .where(or(eq(t.staff.centreId, centreId), ofAll ? isNull(t.staff.centreId) : undefined))
      .orderBy(asc(t.staff.username)),
  )

/** One row that every change of staff waits for. */
const holdStaff = statement<Record<string, never>, unknown>((db, t) =>
  db
    .insert(t.installation)
    .values({ id: 'staff', keyCheck: '' })
    .onConflictDoUpdate({ target: t.installation.id, set: { keyCheck: '' } }),
)

const activeMembersOfAll = statement<Record<string, never>, StaffRow[]>((db, t) =>
  db
    .select()
    .from(t.staff)
    .where(and(isNull(t.staff.centreId), eq(t.staff.active, true))),
)

const updateMember = statement<Pick<StaffRow, keyof MemberSetup | 'id'>, unknown>((db, t) =>
  db
    .update(t.staff)
    .set(placeholders(t.staff, ['name', 'roles', 'skills', 'centreId', 'active']))
    .where(eq(t.staff.id, $('id'))),
)

const endSessions = statement<{ staffId: string }, unknown>((db, t) =>
  db.delete(t.sessions).where(eq(t.sessions.staffId, $('staffId'))),
)

const setPassword = statement<{ id: string; passwordHash: string }, unknown>((db, t) =>
  db
    .update(t.staff)
    .set({ ...placeholders(t.staff, ['passwordHash']), failedSignIns: 0, lockedUntil: null })
    .where(eq(t.staff.id, $('id'))),
)

const clearLock = statement<{ id: string }, unknown>((db, t) =>
  db
    .update(t.staff)
    .set({ failedSignIns: 0, lockedUntil: null })
    .where(eq(t.staff.id, $('id'))),
)

export const memberSetupOf = (row: StaffRow): MemberSetup => ({
  name: row.name,
  roles: row.roles,
  skills: row.skills,
  centreId: row.centreId,
  active: row.active,
})

const once = <T>(values: readonly T[]): T[] => [...new Set(values)]

/** Somebody who moves from one centre to another is a matter of both. */
const concerns = (before: MemberSetup, after: MemberSetup): string | null =>
  before.centreId === after.centreId ? after.centreId : null

/** A member, if they are one of those this administrator may change. */
function* within(by: Administrator, id: string): Step<StaffRow | Refusal> {
  const member = yield* runOne(staffById({ id }))
  if (!member || (by.centreId !== null && member.centreId !== by.centreId))
    return refuse('unknown_member')
  return member
}

/** Whether somebody may be put to work where it is asked for; null: they may. */
function* objection(by: Administrator, centreId: string | null): Step<Refusal | null> {
  if (by.centreId !== null && centreId !== by.centreId) return refuse('not_allowed')
  if (centreId !== null && !(yield* runOne(centreById({ id: centreId }))))
    return refuse('unknown_centre')
  return null
}

/** One more member of staff. @param member with the hash of their first password */
export function* addMember(by: Administrator, member: NewMember): Step<StaffRow | Refusal> {
  const no = yield* objection(by, member.centreId)
  if (no) return no
  const { id, username, passwordHash: _, ...setup } = member
  const isNew = yield* insertStaff({
    ...member,
    roles: once(member.roles),
    skills: once(member.skills),
  })
  if (!isNew) return refuse('username_taken', { username: usernameFrom(username) })
  yield* noteChange(by, by.now, member.centreId, {
    kind: 'member',
    subject: id,
    before: null,
    after: { username: usernameFrom(username), ...setup, active: true },
  })
  return (yield* runOne(staffById({ id }))) ?? refuse('unknown_member')
}

/**
 * Changes a member of staff. All who do so wait for one another: else two administrators could each
 * see the other one stay, and none would.
 */
export function* changeMember(
  by: Administrator,
  id: string,
  setup: MemberSetup,
): Step<StaffRow | Refusal> {
  yield* run(holdStaff({}))
  const member = yield* within(by, id)
  if ('refused' in member) return member
  const no = yield* objection(by, setup.centreId)
  if (no) return no
  const before = memberSetupOf(member)
  const after = { ...setup, roles: once(setup.roles), skills: once(setup.skills) }
  if (administersAll(before) && !administersAll(after)) {
    const others = yield* run(activeMembersOfAll({}))
    if (!others.some((one) => one.id !== id && administersAll(one))) return refuse('last_admin')
  }
  const isChanged = yield* noteChange(by, by.now, concerns(before, after), {
    kind: 'member',
    subject: id,
    before: { username: member.username, ...before },
    after: { username: member.username, ...after },
  })
  if (!isChanged) return member
  yield* run(updateMember({ id, ...after }))
  if (!after.active) yield* run(endSessions({ staffId: id }))
  return { ...member, ...after }
}

/** A new password, given by somebody else: whoever knew the old one is signed out. */
export function* resetPassword(
  by: Administrator,
  id: string,
  passwordHash: string,
): Step<StaffRow | Refusal> {
  const member = yield* within(by, id)
  if ('refused' in member) return member
  // Given already, and asked for again, for the answer was lost that said it.
  if (member.passwordHash === passwordHash) return member
  yield* run(setPassword({ id, passwordHash }))
  yield* run(endSessions({ staffId: id }))
  const what = { kind: 'password', subject: id, before: null, after: null } as const
  yield* noteDeed(by, by.now, member.centreId, what)
  return { ...member, failedSignIns: 0, lockedUntil: null }
}

/** Lets somebody sign in again who was locked out. */
export function* unlockMember(by: Administrator, id: string): Step<StaffRow | Refusal> {
  const member = yield* within(by, id)
  if ('refused' in member) return member
  if (member.failedSignIns === 0 && member.lockedUntil === null) return member
  yield* run(clearLock({ id }))
  const what = { kind: 'lock', subject: id, before: null, after: null } as const
  yield* noteDeed(by, by.now, member.centreId, what)
  return { ...member, failedSignIns: 0, lockedUntil: null }
}
