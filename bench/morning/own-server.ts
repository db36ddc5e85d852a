import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import type { Clock } from '../../src/deps.ts'
import { openIds } from '../../src/ids.ts'
import { openLog } from '../../src/log.ts'
import { serve } from '../../src/serve.ts'

/** 07:30 in Bahrain, today. */
const opening = (): number => new Date().setUTCHours(4, 30, 0, 0)

/**
 * A clock that runs so many times faster, so that minutes of waiting are minutes to a server as
 * well and its estimates mean something.
 */
export const fastClock = (speed: number): Clock => {
  const beganAt = performance.now()
  const first = opening()
  return { now: () => Math.floor(first + (performance.now() - beganAt) * speed) }
}

/** A whole server with the demo centre, in this process, by a clock of our own. */
export const startOwnServer = async (clock: Clock) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dawr-bench-'))
  const config = readConfig({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn', SEED: 'demo' })
  const running = await serve({ config, clock, ids: openIds(Date), log: openLog('warn') })
  return {
    url: running.url ?? '',
    dataDir,
    deps: running.deps,
    close: async () => {
      await running.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
