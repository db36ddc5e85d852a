import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import { randomToken } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { hashPassword, isPassword } from './password.ts'
import { noteFailure, type StaffRow, staffByUsername } from './staff.store.ts'
import { minutesLocked, usernameFrom } from './staff.ts'
import { openStrangers } from './strangers.ts'

/**
 * A wrong sign-in is answered at the next whole tenth of a second: noting a failure costs a known
 * name a commit, and how long that takes must not tell it from an unknown one.
 */
const WRONG_STEP_MS = 100

/** What counts as a wrong one. */
const WRONG: ReadonlySet<string> = new Set(['bad_credentials', 'bad_move_code'])

export type Door = Awaited<ReturnType<typeof openDoor>>

/**
 * Passwords, wherever they are typed: to sign in, or as a second person beside somebody who is.
 * Wrong ones count for the account, whichever way they come. Whether the account is still in use is
 * for the caller to see, in the transaction of what they do. A process has one: names that nobody has
 * are remembered and locked here, as accounts are in the database.
 */
export const openDoor = async ({ db, clock }: Pick<Deps, 'db' | 'clock'>) => {
  // An unknown user name is compared with this, so that it takes as long as a known one.
  const nobody = await hashPassword(randomToken())
  const strangers = openStrangers()

  /**
   * What somebody shows for a name: tried unless the name is locked, and counted when it is wrong.
   */
  const tryAs = async <R>(
    typed: string,
    attempt: (member: StaffRow | undefined) => Promise<R | Refusal>,
  ): Promise<R | Refusal> => {
    const username = usernameFrom(typed)
    const [member] = await db.read(staffByUsername({ username }))
    const before = clock.now()
    const minutes = member
      ? minutesLocked(member.lockedUntil, before)
      : strangers.minutesLocked(username, before)
    if (minutes > 0) return refuse('locked_out', { minutes })
    const shown = await attempt(member)
    if (!isRefusal(shown) || !WRONG.has(shown.refused)) return shown
    const now = clock.now()
    if (member) await db.amend(() => noteFailure(member.id, now))
    else strangers.noteFailure(username, now)
    return shown
  }

  /** The member whose password it is, or why not. */
  const memberBy = ({ username, password }: { username: string; password: string }) =>
    tryAs<StaffRow>(username, async (member) => {
      const isRight = await isPassword(member?.passwordHash ?? nobody, password)
      return member && isRight ? member : refuse('bad_credentials')
    })

  const turnAway = async (reply: FastifyReply, no: Refusal): Promise<FastifyReply> => {
    if (no.refused === 'locked_out') reply.header('retry-after', Number(no.details.minutes) * 60)
    else await pause(WRONG_STEP_MS - (reply.elapsedTime % WRONG_STEP_MS))
    return reply.refuse(no)
  }

  return { tryAs, memberBy, turnAway }
}
