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
  /** Begins no more views, and resolves when those that are being computed have ended. */
  close(): Promise<void>
}

interface Pace {
  lastAt: number
  timer: NodeJS.Timeout | undefined
  /** A view is being computed; what changes meanwhile asks for another after it. */
  busy: boolean
  again: boolean
}

/**
 * Joins bursts: the first change of a room is sent at once, the next ones together a little later.
 * One view at a time is computed for a room, so the order of revisions is kept.
 */
export const openScreens = (
  send: (room: Room) => Promise<void>,
  isWatched: (room: Room) => boolean,
  log: Logger,
): Screens => {
  const paces = new Map<Room, Pace>()
  const sending = new Set<Promise<void>>()
  let closed = false

  const start = (room: Room, pace: Pace) => {
    const sent = sendNow(room, pace)
      .catch((error: unknown) => log.error({ err: error }, 'a view failed'))
      .finally(() => sending.delete(sent))
    sending.add(sent)
  }

  /** Whether the room is still watched at this pace: forgotten, or closed, it is not. */
  const isOn = (room: Room, pace: Pace) => paces.get(room) === pace

  const startLater = (room: Room, pace: Pace, inMs: number) => {
    if (isOn(room, pace)) pace.timer ??= setTimeout(() => start(room, pace), inMs)
  }

  const sendNow = async (room: Room, pace: Pace): Promise<void> => {
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
      startLater(room, pace, RETRY_MS)
    } finally {
      pace.busy = false
    }
    if (pace.again && isOn(room, pace)) {
      pace.again = false
      await sendNow(room, pace)
    }
  }

  return {
    refresh: (room, urgency) => {
      if (closed || !isWatched(room)) return
      let pace = paces.get(room)
      if (!pace) {
        pace = { lastAt: Number.NEGATIVE_INFINITY, timer: undefined, busy: false, again: false }
        paces.set(room, pace)
      }
      const known = pace
      const restMs = known.lastAt + joinMs[urgency] - performance.now()
      if (restMs <= 0) start(room, known)
      else startLater(room, known, restMs)
    },
    forget: (room) => {
      clearTimeout(paces.get(room)?.timer)
      paces.delete(room)
    },
    close: async () => {
      closed = true
      for (const pace of paces.values()) clearTimeout(pace.timer)
      paces.clear()
      await Promise.all(sending)
    },
  }
}
