import { setTimeout as pause } from 'node:timers/promises'
import { ALL_WELL, PAPER_OUT } from '../../test/printers/fake-printer.ts'
import type { Kiosk } from './papers.ts'
import type { Fault } from './run.ts'
import { startCluster } from './site.ts'

/** More than the longest pause before a slip is tried again may be no part of the figures. */
const SHARE = 3

/** Something is the matter with the first printer, and then no more; the second one is well. */
const trouble = (
  title: string,
  begin: (printer: Kiosk) => Promise<void> | void,
  end: (printer: Kiosk) => Promise<void> | void,
): Fault => ({
  title,
  start: startCluster,
  inflict: async ({ site, options, over }) => {
    const [printer] = site.printers
    if (!printer) throw new Error('a site has printers')
    const seconds = options.seconds / SHARE
    await begin(printer)
    await pause(seconds * 1000)
    await end(printer)
    over()
    return `for ${Math.round(seconds)} s`
  },
})

/** Milliseconds that a slow printer takes for each piece of some four kilobytes. */
const SLOW_MS = 150

export const printerGone = trouble(
  'a printer gone',
  (printer) => printer.leave(),
  (printer) => printer.comeBack(),
)
export const printerSlow = trouble(
  'a printer slow',
  (printer) => printer.slow(SLOW_MS),
  (printer) => printer.slow(0),
)
export const printerOutOfPaper = trouble(
  'a printer out of paper',
  (printer) => printer.says(PAPER_OUT),
  (printer) => printer.says(ALL_WELL),
)
