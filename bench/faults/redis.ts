import { endure } from './met.ts'
import { openWriting } from './redis-writer.ts'
import type { Fault } from './run.ts'
import { startCluster } from './site.ts'

/** Redis ends and stays away: the hall goes on, and what is owed waits in the database. */
export const redisAway: Fault = {
  title: 'Redis away',
  start: startCluster,
  inflict: async (scene) => {
    const { site, ledger, options, over } = scene
    const writing = openWriting(site.redis?.url ?? '')
    await site.redis?.kill()
    const gone = writing.unwritten()
    // Nobody is refused for it: met by whoever is told of what they did while nothing can be written.
    const before = ledger.acknowledged.length
    const met = () => Math.min(ledger.acknowledged.length - before, writing.unwritten() - gone)
    const remark = await endure(scene, options.seconds, met)
    writing.stop()
    await site.redis?.start()
    over()
    return `away ${remark}`
  },
}
