import { cpuMsOf } from './cpu.ts'
import { digits } from './figures.ts'
import type { Site } from './site.ts'

/** Runs so many pieces of work and adds up what they cost. */
export type Meter = <R>(amount: number, work: () => Promise<R>) => Promise<R>

/** Processor time of an installation's parts, in ms. */
interface Spent {
  web: number
  worker: number
  PostgreSQL: number
  Redis: number
  load: number
}

/** Meters what an installation, and the load on it, spend of the processors. */
export const openMeter = (site: Site, load: { pid: number }) => {
  const now = (): Spent => ({
    web: site.web.reduce((sum, { pid }) => sum + cpuMsOf(pid), 0),
    worker: cpuMsOf(site.worker.pid),
    PostgreSQL: cpuMsOf(site.postgres),
    Redis: cpuMsOf(site.redis),
    load: cpuMsOf(load.pid),
  })
  const all: Spent = { web: 0, worker: 0, PostgreSQL: 0, Redis: 0, load: 0 }
  const parts = Object.keys(all) as (keyof Spent)[]
  let amounts = 0
  let elapsedMs = 0

  const meter: Meter = async (amount, work) => {
    const before = now()
    const beganAt = performance.now()
    const result = await work()
    elapsedMs += performance.now() - beganAt
    const after = now()
    for (const part of parts) all[part] += after[part] - before[part]
    amounts += amount
    return result
  }
  return {
    meter,
    /** Processor time of each part for one piece of work, in ms. */
    each: (): Spent => ({
      web: all.web / amounts,
      worker: all.worker / amounts,
      PostgreSQL: all.PostgreSQL / amounts,
      Redis: all.Redis / amounts,
      load: all.load / amounts,
    }),
    /** How it was spent, in words. */
    sentence: (): string => {
      const busy = parts.reduce((sum, part) => sum + all[part], 0) / elapsedMs
      const each = parts.map((part) => `${part} ${digits(all[part] / amounts)}`)
      return `ms of processor each: ${each.join(', ')}; ${digits(busy)} cores busy with it`
    },
  }
}
