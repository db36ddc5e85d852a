import type { Logger } from 'pino'
import { centresBehind } from '../db/outbox.ts'
import { CannotWrite, type Database, type EventRow } from '../db/transact.ts'
import { following } from '../live/followers.ts'
import type { Room } from '../live/rooms.ts'
import type { Urgency } from '../live/screens.ts'
import { type Job, type JobQueue, jobId } from './queue.ts'

const SWEEP_MS = 1000
/** How long jobs that nobody waits for gather: each move of a queue adds the same one. */
const GATHER_MS = 250

export interface Relay {
  /** Looks at every centre for what was committed and not handed on. */
  sweep(): Promise<void>
  close(): Promise<void>
}

interface RelayTo {
  refresh(room: Room, urgency: Urgency): void
  jobs: Pick<JobQueue, 'add'>
}

/**
 * Hands the outbox on: kicked at each commit, swept every second for what a dead process left. The
 * turns of a centre are one at a time across all processes, in the order of revisions. What it
 * hands to is told again after a crash, and made for that: views are whole, jobs know in the
 * database whether they are done.
 */
export const openRelay = (db: Database, to: RelayTo, log: Logger): Relay => {
  let closed = false
  const running = new Map<string, Promise<void>>()
  const asked = new Set<string>()

  const gathered = new Map<string, NodeJS.Timeout>()
  /** One that is lost with the process is swept up, as every other job. */
  const gather = (job: Job) => {
    const id = jobId(job)
    if (closed || gathered.has(id)) return
    const timer = setTimeout(() => {
      gathered.delete(id)
      to.jobs.add(job)
    }, GATHER_MS)
    gathered.set(id, timer)
  }

  const handOn = async (events: readonly EventRow[]): Promise<void> => {
    const now = new Set<Room>()
    const soon = new Set<Room>()
    const jobs = new Map<string, Job>()
    for (const event of events) {
      const follows = following(event)
      for (const room of follows.now) now.add(room)
      for (const room of follows.soon) soon.add(room)
      for (const job of follows.jobs) jobs.set(jobId(job), job)
      for (const job of follows.jobsSoon) gather(job)
    }
    for (const room of now) to.refresh(room, 'now')
    for (const room of soon) if (!now.has(room)) to.refresh(room, 'soon')
    for (const job of jobs.values()) to.jobs.add(job)
  }

  const relay = async (centreId: string) => {
    try {
      do {
        asked.delete(centreId)
        if (await db.relayTurn(centreId, handOn)) asked.add(centreId)
      } while (asked.has(centreId) && !closed)
    } catch (error) {
      if (!(error instanceof CannotWrite)) throw error
      // The database is away; the sweep looks again in a second.
      log.warn({ err: error, centreId }, 'the relay waits for the database')
    } finally {
      running.delete(centreId)
    }
  }

  const kick = (centreId: string) => {
    asked.add(centreId)
    if (closed || running.has(centreId)) return
    const work = relay(centreId).catch((error: unknown) => {
      log.error({ err: error, centreId }, 'the relay failed')
    })
    running.set(centreId, work)
  }

  const sweep = async () => {
    try {
      for (const { centreId } of await db.read(centresBehind({}))) kick(centreId)
    } catch (error) {
      if (!(error instanceof CannotWrite)) throw error
      log.warn({ err: error }, 'the relay waits for the database')
    }
  }

  db.onCommit(kick)
  const sweeping = setInterval(() => {
    sweep().catch((error: unknown) => log.error({ err: error }, 'the relay failed'))
  }, SWEEP_MS)
  return {
    sweep,
    close: async () => {
      closed = true
      clearInterval(sweeping)
      for (const timer of gathered.values()) clearTimeout(timer)
      await Promise.all(running.values())
    },
  }
}
