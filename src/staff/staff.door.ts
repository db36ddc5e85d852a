import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import { randomToken } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { knownBrowser } from './known-browser.ts'
import { openLocks } from './locks.ts'
import { hashPassword, isPassword } from './password.ts'
import { noteFailure, type StaffRow, staffByUsername } from './staff.store.ts'
import { minutesLocked, usernameFrom } from './staff.ts'

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
 * Wrong ones count for the account, whichever way they come. Only at a browser where its member
 * signed in before they count for the two of them together: so nobody else can lock a member out of
 * the browser they work at. Whether the account is still in use is for the caller to see, in the
 * transaction of what they do.
 */
export const openDoor = async ({ db, clock, vault }: Pick<Deps, 'db' | 'clock' | 'vault'>) => {
  // An unknown user name is compared with this, so that it takes as long as a known one.
  const nobody = await hashPassword(randomToken())
  // Names that nobody has are locked as accounts are: else five wrong passwords would tell which
  // names exist. It is a pretence and protects nothing, so the memory of a process will do.
  const strangers = openLocks()
  // Guesses at a browser that is known: whoever sits there can be seen.
  const browsers = openLocks()

  /** What counts the failures of a name, and locks it. */
  const lockOf = (member: StaffRow | undefined, username: string, browser: string | null) => {
    if (!member) return { locks: strangers, name: username }
    return browser === null ? null : { locks: browsers, name: `${browser} ${member.id}` }
  }

  /**
   * What somebody shows for a name: tried unless the name is locked, and counted when it is wrong.
   * @param attempt is told whether the member signed in at this browser before
   */
  const tryAs = async <R>(
    typed: string,
    attempt: (member: StaffRow | undefined, isKnownHere: boolean) => Promise<R | Refusal>,
    browserCookie?: string,
  ): Promise<R | Refusal> => {
    const username = usernameFrom(typed)
    const [member] = await db.read(staffByUsername({ username }))
    const browser = member ? knownBrowser(vault, browserCookie, member.id) : null
    const lock = lockOf(member, username, browser)
    const before = clock.now()
    const minutes = lock
      ? lock.locks.minutesLocked(lock.name, before)
      : minutesLocked(member?.lockedUntil ?? null, before)
    if (minutes > 0) return refuse('locked_out', { minutes })
    const shown = await attempt(member, browser !== null)
    if (!isRefusal(shown)) lock?.locks.forgive(lock.name)
    if (!isRefusal(shown) || !WRONG.has(shown.refused)) return shown
    const now = clock.now()
    if (lock) lock.locks.noteFailure(lock.name, now)
    else if (member) await db.amend(() => noteFailure(member.id, now))
    return shown
  }

  /** The member whose password it is and whether they are known at this browser, or why not. */
  const signerBy = (
    { username, password }: { username: string; password: string },
    browserCookie?: string,
  ) =>
    tryAs<{ member: StaffRow; isKnownHere: boolean }>(
      username,
      async (member, isKnownHere) => {
        const isRight = await isPassword(member?.passwordHash ?? nobody, password)
        return member && isRight ? { member, isKnownHere } : refuse('bad_credentials')
      },
      browserCookie,
    )

  /** The member whose password it is, or why not. */
  const memberBy = async (
    credentials: { username: string; password: string },
    browserCookie?: string,
  ): Promise<StaffRow | Refusal> => {
    const signer = await signerBy(credentials, browserCookie)
    return isRefusal(signer) ? signer : signer.member
  }

  const turnAway = async (reply: FastifyReply, no: Refusal): Promise<FastifyReply> => {
    if (no.refused === 'locked_out') reply.header('retry-after', Number(no.details.minutes) * 60)
    else await pause(WRONG_STEP_MS - (reply.elapsedTime % WRONG_STEP_MS))
    return reply.refuse(no)
  }

  return { tryAs, signerBy, memberBy, turnAway }
}
