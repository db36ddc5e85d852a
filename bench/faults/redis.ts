import { endure } from './met.ts'
import type { Fault } from './run.ts'
import { startCluster } from './site.ts'

/** Redis ends and stays away: the hall goes on, and what is owed waits in the database. */
export const redisAway: Fault = {
  title: 'Redis away',
  start: startCluster,
  inflict: async (scene) => {
    const { site, ledger, options, over } = scene
    await site.redis?.kill()
    // Nobody is refused for it: whoever is told of what they did has come across it.
    const remark = await endure(scene, options.seconds, () => ledger.acknowledged.length)
    await site.redis?.start()
    over()
    return `away ${remark}`
  },
}
