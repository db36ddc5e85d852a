import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './figures.ts'

const WRITES = 300
const PAGE_BYTES = 4096

/**
 * How long the disk takes to keep one page for good, in milliseconds: the median of some hundred.
 * What group commit gains stands and falls with it, so every table of ratios says it.
 */
export const durableWriteMs = (): number => {
  const folder = mkdtempSync(join(tmpdir(), 'dawr-disk-'))
  const file = openSync(join(folder, 'pages'), 'w')
  const page = Buffer.alloc(PAGE_BYTES, 1)
  try {
    const took = Array.from({ length: WRITES }, () => {
      const at = performance.now()
      writeSync(file, page)
      fsyncSync(file)
      return performance.now() - at
    })
    return median(took)
  } finally {
    closeSync(file)
    rmSync(folder, { recursive: true })
  }
}
