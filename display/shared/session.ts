import { useEffect, useState } from 'preact/hooks'
import type { Role } from '../../src/staff/staff.ts'
import { type Answer, type AskOptions, ask, newRequestId, type Problem } from './api.ts'
import { live } from './live.ts'
import { stationName } from './station.ts'
import { typedInTab } from './tab-memory.ts'

/** `GET /api/session`: who works here. `centre` null: in all of them. */
export interface Member {
  id: string
  username: string
  name: string
  roles: Role[]
  skills: string[]
  centre: string | null
  /** Where they work now: it is there at whichever browser they sign in. */
  counter?: { id: string; centre: string }
}

/** How a session came to its end without being signed out here. */
export type Ended = 'ended' | 'moved'

export type Session =
  | { state: 'asking'; problem?: Problem }
  | { state: 'signed_out'; why: Ended | null }
  | { state: 'signed_in'; member: Member }

const ASK_AGAIN_MS = 3_000

let session: Session = { state: 'asking' }
const listeners = new Set<() => void>()

const become = (next: Session): void => {
  session = next
  if (next.state === 'signed_out') typedInTab.set(null)
  for (const listener of listeners) listener()
}

/** Looks up who is signed in; goes on asking while the server cannot be reached. */
const findOut = async (): Promise<void> => {
  const answer = await ask<Member>('/api/session')
  if (answer.ok) return become({ state: 'signed_in', member: answer.value })
  const { code, status } = answer.problem
  if (status === 401)
    return become({ state: 'signed_out', why: code === 'session_moved' ? 'moved' : null })
  become({ state: 'asking', problem: answer.problem })
  setTimeout(() => void findOut(), ASK_AGAIN_MS)
}

/**
 * Signs in, with a password or with the code of a session elsewhere, which goes on here. The sockets
 * start anew, for they carry the cookie of their first connection.
 */
export const signIn = async (
  shown: { username: string } & ({ password: string } | { code: string }),
): Promise<Problem | undefined> => {
  // A code is good once: where the answer is lost, it is the request that is known again.
  const answer =
    'code' in shown
      ? await ask<unknown>('/api/session/move', {
          method: 'POST',
          body: { ...shown, requestId: newRequestId() },
          retries: 2,
        })
      : await ask<unknown>('/api/session', { method: 'POST', body: shown })
  if (!answer.ok) return answer.problem
  const who = await ask<Member>('/api/session', { retries: 2 })
  if (!who.ok) return who.problem
  live.refresh()
  become({ state: 'signed_in', member: who.value })
  return undefined
}

/** @returns why it did not work: then the session goes on. */
export const signOut = async (): Promise<Problem | undefined> => {
  const answer = await ask<null>('/api/session', { method: 'DELETE' })
  if (!answer.ok && answer.problem.status !== 401) return answer.problem
  become({ state: 'signed_out', why: null })
  return undefined
}

const endings: Partial<Record<string, Ended>> = { not_signed_in: 'ended', session_moved: 'moved' }

/** The session ended while somebody worked: after its twelve hours, by a supervisor, or it moved. */
const sessionEnded = (code: string): void => {
  const why = endings[code]
  if (why && session.state === 'signed_in') become({ state: 'signed_out', why })
}

// Signed out elsewhere, the socket is the first to hear of it.
live.onRefused(({ code }) => {
  sessionEnded(code)
})

const answeredListeners = new Set<() => void>()

/** Told whenever the server did what it was asked. @returns stops it */
export const onAnswered = (listener: () => void): (() => void) => {
  answeredListeners.add(listener)
  return () => {
    answeredListeners.delete(listener)
  }
}

/** Asks as the one who is signed in; an ended session brings the sign-in back. */
export const askStaff = async <T>(path: string, options: AskOptions = {}): Promise<Answer<T>> => {
  const answer = await ask<T>(path, { ...options, station: stationName() })
  if (answer.ok) for (const listener of answeredListeners) listener()
  if (!answer.ok) sessionEnded(answer.problem.code)
  return answer
}

/** A write by staff: sent once, for its outcome is seen in the live view. */
export const post = <T>(path: string, body: unknown = {}): Promise<Answer<T>> =>
  askStaff<T>(path, { method: 'POST', body })

export const useSession = (): Session => {
  const [current, setCurrent] = useState(session)
  useEffect(() => {
    const listener = () => setCurrent(session)
    listeners.add(listener)
    if (session.state === 'asking') void findOut()
    else listener()
    return () => {
      listeners.delete(listener)
    }
  }, [])
  return current
}
