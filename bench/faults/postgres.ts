import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from './run.ts'
import { startCluster } from './site.ts'

/** As an administrator does it: an end in peace, and a start right after. */
export const postgresRestarted: Fault = {
  title: 'PostgreSQL restarted',
  start: startCluster,
  inflict: async ({ site, over }) => {
    await site.postgres?.stop()
    await site.postgres?.start()
    over()
    return undefined
  },
}

/** Ends and stays away: everybody is told 503, and nobody a number that is not kept. */
export const postgresAway: Fault = {
  title: 'PostgreSQL away',
  start: startCluster,
  inflict: async ({ site, options, over }) => {
    await site.postgres?.stop()
    const seconds = options.seconds / 4
    await pause(seconds * 1000)
    await site.postgres?.start()
    over()
    return `away for ${Math.round(seconds)} s`
  },
}
