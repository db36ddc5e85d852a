import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from './run.ts'
import { startCluster } from './site.ts'

/** Redis ends and stays away: the hall goes on, and what is owed waits in the database. */
export const redisAway: Fault = {
  title: 'Redis away',
  start: startCluster,
  inflict: async ({ site, ledger, options, over }) => {
    const before = ledger.acknowledged.length
    await site.redis?.kill()
    await pause(options.seconds * 1000)
    const during = ledger.acknowledged.length - before
    await site.redis?.start()
    over()
    return `away for ${options.seconds} s, ${during} acknowledged meanwhile`
  },
}
