import { allCentres, centreById } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import type { JobHandlers } from '../jobs/queue.ts'
import { forgetSlice } from './retention.store.ts'
import { forgetBefore } from './retention.ts'

/** What is kept for days need not be looked at every few seconds. */
const LOOK_MS = 60 * 60_000

/** Erases in its time what is personal, and the old part of the outbox, slice by slice. */
export const retentionJobs = ({
  db,
  clock,
  log,
}: Pick<Deps, 'db' | 'clock' | 'log'>): Pick<JobHandlers, 'forget'> => {
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    forget: {
      concurrency: 1,
      run: async ({ centreId }) => {
        const [centre] = await db.read(centreById({ id: centreId }))
        if (!centre) return { done: true }
        const before = forgetBefore(clock.now(), centre.settings)
        const { forgotten, isMore } = await db.amend(() => forgetSlice(centreId, before))
        if (forgotten > 0) log.info({ centreId, forgotten }, 'forgot what was kept for its time')
        return isMore ? { again: { inMs: 0 } } : { done: true }
      },
      owed: async (now) => {
        if (Math.abs(now - lookedAt) < LOOK_MS) return []
        const centres = await db.read(allCentres({}))
        lookedAt = now
        return centres.map(({ id }) => ({ centreId: id }))
      },
    },
  }
}
