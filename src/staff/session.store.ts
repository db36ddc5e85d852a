import { and, eq, gt, ne, sql } from 'drizzle-orm'
import type { Author } from '../changes/author.ts'
import { noteDeed } from '../changes/change.store.ts'
import { $, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { admit, endSession, type StaffRow } from './staff.store.ts'

const setCode = statement<
  { tokenHash: string; moveCode: string; moveUntil: number },
  { staffId: string }[]
>((db, t) =>
  db
    .update(t.sessions)
    .set(placeholders(t.sessions, ['moveCode', 'moveUntil']))
    .where(eq(t.sessions.tokenHash, $('tokenHash')))
    .returning({ staffId: t.sessions.staffId }),
)

/** One statement, so that a code is good once however many browsers show it at the same time. */
const moveByCode = statement<
  { staffId: string; moveCode: string; now: number; to: string },
  { expiresAt: number }[]
>((db, t) =>
  db
    .update(t.sessions)
    .set({
      movedFrom: sql`${t.sessions.tokenHash}`,
      tokenHash: $('to') as never,
      moveCode: null,
      moveUntil: null,
    })
    .where(
      and(
        eq(t.sessions.staffId, $('staffId')),
        eq(t.sessions.moveCode, $('moveCode')),
        gt(t.sessions.moveUntil, $('now')),
        gt(t.sessions.expiresAt, $('now')),
      ),
    )
    .returning({ expiresAt: t.sessions.expiresAt }),
)

/** What went on already, for an answer that was lost: its token is made of what only one browser knows. */
const movedAlready = statement<
  { staffId: string; tokenHash: string; now: number },
  { expiresAt: number }[]
>((db, t) =>
  db
    .select({ expiresAt: t.sessions.expiresAt })
    .from(t.sessions)
    .where(
      and(
        eq(t.sessions.tokenHash, $('tokenHash')),
        eq(t.sessions.staffId, $('staffId')),
        gt(t.sessions.expiresAt, $('now')),
      ),
    ),
)

/** The session that went on from the browser with this token. */
export const sessionMovedFrom = statement<{ tokenHash: string; now: number }, { id: string }[]>(
  (db, t) =>
    db
      .select({ id: t.sessions.staffId })
      .from(t.sessions)
      .where(and(eq(t.sessions.movedFrom, $('tokenHash')), gt(t.sessions.expiresAt, $('now')))),
)

/** Keeps the code of a session that is to go on elsewhere; the one before is good no more. */
export function* keepMoveCode(order: {
  tokenHash: string
  moveCode: string
  moveUntil: number
}): Step<Refusal | null> {
  return (yield* runOne(setCode(order))) ? null : refuse('not_signed_in')
}

/**
 * A session goes on at another browser: the same one, with its end; the token before opens nothing.
 * Asked again with the same new token, it is the same.
 * @param to the hash of the token of the new browser
 * @param replaces the hash of the token that this browser had before, which ends here
 */
export function* moveSession(order: {
  staffId: string
  moveCode: string
  to: string
  replaces: string | null
  now: number
}): Step<{ member: StaffRow; expiresAt: number } | Refusal> {
  const { staffId, moveCode, to, replaces, now } = order
  const moved =
    (yield* runOne(moveByCode({ staffId, moveCode, now, to }))) ??
    (yield* runOne(movedAlready({ staffId, tokenHash: to, now })))
  if (!moved) return refuse('bad_move_code')
  const member = yield* admit({ staffId }, now)
  if ('refused' in member) {
    // Nothing undoes an amendment: who was locked out meanwhile is signed out.
    yield* endSession(to)
    return member
  }
  if (replaces !== null && replaces !== to) yield* endSession(replaces)
  return { member, expiresAt: moved.expiresAt }
}

const replacePassword = statement<{ id: string; before: string; passwordHash: string }, StaffRow[]>(
  (db, t) =>
    db
      .update(t.staff)
      .set({ ...placeholders(t.staff, ['passwordHash']), failedSignIns: 0, lockedUntil: null })
      .where(and(eq(t.staff.id, $('id')), eq(t.staff.passwordHash, $('before'))))
      .returning(),
)

const endOtherSessions = statement<{ staffId: string; tokenHash: string }, unknown>((db, t) =>
  db
    .delete(t.sessions)
    .where(and(eq(t.sessions.staffId, $('staffId')), ne(t.sessions.tokenHash, $('tokenHash')))),
)

/**
 * A password of one's own: every other session ends.
 * @param before the hash that the old one was compared with; replaced meanwhile, it stays
 * @param tokenHash of the session that goes on
 */
export function* changeOwnPassword(
  author: Author,
  order: { before: string; passwordHash: string; tokenHash: string; now: number },
): Step<null | Refusal> {
  const { before, passwordHash, tokenHash, now } = order
  const id = author.staffId
  const member = yield* runOne(replacePassword({ id, before, passwordHash }))
  if (!member) return refuse('bad_credentials')
  yield* run(endOtherSessions({ staffId: id, tokenHash }))
  const what = { kind: 'password', subject: id, before: null, after: null } as const
  yield* noteDeed(author, now, member.centreId, what)
  return null
}
