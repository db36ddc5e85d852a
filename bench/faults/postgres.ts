import { endure, toldSoFar } from './met.ts'
import type { Fault } from './run.ts'
import { startCluster } from './site.ts'

/** When the one that runs now was started, as it says. */
const SINCE = 'select extract(epoch from pg_postmaster_start_time()) * 1000 as n'

/** As an administrator does it: an end in peace, and a start right after. */
export const postgresRestarted: Fault = {
  title: 'PostgreSQL restarted',
  start: startCluster,
  inflict: async ({ site: { postgres, looker }, over, find }) => {
    const before = await looker.count(SINCE)
    await postgres?.stop()
    await postgres?.start()
    over()
    if ((await looker.count(SINCE)) <= before)
      find({ kind: 'wrong', sentence: 'it is the one that ran before' })
    return undefined
  },
}

/** Ends and stays away: everybody is told 503, and nobody a number that is not kept. */
export const postgresAway: Fault = {
  title: 'PostgreSQL away',
  start: startCluster,
  inflict: async (scene) => {
    const { site, options, over } = scene
    await site.postgres?.stop()
    const remark = await endure(scene, options.seconds / 4, () => toldSoFar(scene))
    await site.postgres?.start()
    over()
    return `away ${remark}`
  },
}
