import { allCentres } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import type { JobHandlers } from '../jobs/queue.ts'
import { isRefusal } from '../refusal.ts'
import { owedReminders, REMINDERS_MAX, remindOwners } from './reminder.store.ts'
import { type Reminder, reminders } from './reminder.ts'

/** What is due by the day need not be looked for every few seconds. */
const LOOK_MS = 60 * 60_000

/** Reminds the owners of cards that lie ready and were not collected. */
export const cardJobs = ({
  db,
  clock,
}: Pick<Deps, 'db' | 'clock'>): Pick<JobHandlers, 'remind_cards'> => {
  let lookedAt = Number.NEGATIVE_INFINITY
  const owes = async (centreId: string, reminder: Reminder, now: number): Promise<boolean> =>
    (await db.read(owedReminders(centreId, reminder, now))).length > 0

  return {
    remind_cards: {
      concurrency: 1,
      run: async ({ centreId }) => {
        let isMore = false
        for (const reminder of reminders) {
          // With nothing to write the centre's revision stays as it is.
          if (!(await owes(centreId, reminder, clock.now()))) continue
          const written = await db.write(centreId, (command) => remindOwners(command, reminder))
          if (!isRefusal(written) && written === REMINDERS_MAX) isMore = true
        }
        return isMore ? { again: { inMs: 0 } } : { done: true }
      },
      owed: async (now) => {
        if (Math.abs(now - lookedAt) < LOOK_MS) return []
        const found: { centreId: string }[] = []
        for (const { id } of await db.read(allCentres({})))
          for (const reminder of reminders)
            if (await owes(id, reminder, now)) {
              found.push({ centreId: id })
              break
            }
        lookedAt = now
        return found
      },
    },
  }
}
