import { randomToken } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { hashPassword, isPassword } from './password.ts'
import { noteFailure, type StaffRow, staffByUsername } from './staff.store.ts'
import { minutesLocked, usernameFrom } from './staff.ts'
import { openStrangers } from './strangers.ts'

/** Finds out whose password was typed. */
export type Verifier = (typed: {
  username: string
  password: string
}) => Promise<StaffRow | Refusal>

/**
 * Passwords, wherever they are typed: to sign in, or as a second person beside somebody who is.
 * Wrong ones count for the account, whichever way they come. Whether the account is still in use is
 * for the caller to see, in the transaction of what they do.
 */
export const openVerifier = async ({
  db,
  clock,
}: Pick<Deps, 'db' | 'clock'>): Promise<Verifier> => {
  // An unknown user name is compared with this, so that it takes as long as a known one.
  const nobody = await hashPassword(randomToken())
  const strangers = openStrangers()
  return async (typed) => {
    const username = usernameFrom(typed.username)
    const [member] = await db.read(staffByUsername({ username }))
    const before = clock.now()
    const minutes = member
      ? minutesLocked(member.lockedUntil, before)
      : strangers.minutesLocked(username, before)
    if (minutes > 0) return refuse('locked_out', { minutes })
    const isRight = await isPassword(member?.passwordHash ?? nobody, typed.password)
    if (member && isRight) return member
    const now = clock.now()
    if (member) await db.amend(() => noteFailure(member.id, now))
    else strangers.noteFailure(username, now)
    return refuse('bad_credentials')
  }
}
