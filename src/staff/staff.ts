export const roles = ['admin', 'supervisor', 'clerk', 'post'] as const
export type Role = (typeof roles)[number]

/** How long a sign-in lasts. */
export const SESSION_MS = 12 * 60 * 60_000

/** Wrong passwords in a row that a forgetful person may type before the account is locked. */
export const FAILURES_MAX = 5
const LOCK_MAX_MIN = 15
const MINUTE_MS = 60_000

/**
 * How long an account is locked after a wrong password: 1, 2, 4, 8 and from then on 15 minutes, so
 * that guessing gets a hundred tries a day. 0: not locked.
 */
export const lockMs = (failuresInARow: number): number =>
  failuresInARow < FAILURES_MAX
    ? 0
    : Math.min(2 ** (failuresInARow - FAILURES_MAX), LOCK_MAX_MIN) * MINUTE_MS

/** Whole minutes left of a lock, at least 1; 0 when there is none. */
export const minutesLocked = (lockedUntil: number | null, now: number): number =>
  lockedUntil === null || lockedUntil <= now ? 0 : Math.ceil((lockedUntil - now) / MINUTE_MS)

/** How long a code is good with which a session goes on at another browser. */
export const MOVE_MS = 2 * MINUTE_MS

/** One name for one person, however a keyboard capitalises it. */
export const usernameFrom = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

/** What is decided about a member of staff by those who administer. */
export interface MemberSetup {
  name: string
  roles: Role[]
  /** Service ids, or `*` for a universal member of staff. */
  skills: string[]
  /** The one centre they work in; null: all. */
  centreId: string | null
  active: boolean
}

/** Whether somebody administers all centres: one who does has to stay. */
export const administersAll = ({
  roles,
  centreId,
  active,
}: Pick<MemberSetup, 'roles' | 'centreId' | 'active'>): boolean =>
  active && centreId === null && roles.includes('admin')
