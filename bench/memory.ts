import { setTimeout } from 'node:timers/promises'

/** Bytes in use after collecting what is not: resident, and what V8 and node account for. */
export interface Memory {
  resident: number
  accounted: number
}

const SETTLE_MS = 300

/** @throws without `--expose-gc` */
export const memoryNow = async (): Promise<Memory> => {
  if (!globalThis.gc) throw new Error('memory is measured under --expose-gc')
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc()
    await setTimeout(SETTLE_MS)
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { resident: rss, accounted: heapUsed + external }
}
