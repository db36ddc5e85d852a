import { setTimeout } from 'node:timers/promises'

const SETTLE_MS = 300

/**
 * Bytes in use after collecting what is not, as V8 and node account for them. Not the resident set:
 * a server that has done some work holds freed pages, which the first thousand clients fill.
 * @throws without `--expose-gc`
 */
export const memoryNow = async (): Promise<number> => {
  if (!globalThis.gc) throw new Error('memory is measured under --expose-gc')
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc()
    await setTimeout(SETTLE_MS)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
