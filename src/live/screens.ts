import type { Logger } from 'pino'
import { CannotWrite } from '../db/transact.ts'
import type { Room } from './rooms.ts'

/**
 * How long a change may wait for the next ones of its room, so that one view tells them all: a call
 * not at all, what people look at a tenth of a second, what changes by the way a second.
 */
const joinMs = { now: 0, soon: 100, later: 1000 } as const
export type Urgency = keyof typeof joinMs
const RETRY_MS = 1000

export interface Screens {
  /** Something in this room changed. */
  refresh(room: Room, urgency: Urgency): void
  /** Forgets a room that nobody watches any more. */
  forget(room: Room): void
  close(): void
}

interface Pace {
  lastAt: number
  timer: NodeJS.Timeout | undefined
  /** A view is being computed; what changes meanwhile asks for another after it. */
  busy: boolean
  again: boolean
}

/**
 * Joins bursts: the first change of a room is sent at once, the next ones together a little later. One view at a time is computed for a room, so the order of revisions is kept.
 */
export const openScreens = (
  send: (room: Room) => Promise<void>,
  isWatched: (room: Room) => boolean,
  log: Logger,
): Screens => {
  const paces = new Map<Room, Pace>()
  const failed = (error: unknown) => log.error({ err: error }, 'a view failed')

  const sendNow = async (room: Room, pace: Pace) => {
    if (pace.busy) {
      pace.again = true
      return
    }
    clearTimeout(pace.timer)
    pace.timer = undefined
    pace.busy = true
    pace.lastAt = performance.now()
    try {
      await send(room)
    } catch (error) {
      if (!(error instanceof CannotWrite)) throw error
      // The database is away: whoever watches keeps the last view until it is back.
      log.warn({ err: error, room }, 'no view')
      pace.timer = setTimeout(() => sendNow(room, pace).catch(failed), RETRY_MS)
    } finally {
      pace.busy = false
    }
    if (pace.again) {
      pace.again = false
      await sendNow(room, pace)
    }
  }

  return {
    refresh: (room, urgency) => {
      if (!isWatched(room)) return
      let pace = paces.get(room)
      if (!pace) {
        pace = { lastAt: Number.NEGATIVE_INFINITY, timer: undefined, busy: false, again: false }
        paces.set(room, pace)
      }
      const known = pace
      const restMs = known.lastAt + joinMs[urgency] - performance.now()
      if (restMs <= 0) sendNow(room, known).catch(failed)
      else known.timer ??= setTimeout(() => sendNow(room, known).catch(failed), restMs)
    },
    forget: (room) => {
      clearTimeout(paces.get(room)?.timer)
      paces.delete(room)
    },
    close: () => {
      for (const pace of paces.values()) clearTimeout(pace.timer)
      paces.clear()
    },
  }
}
