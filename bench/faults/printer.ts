import { ALL_WELL, PAPER_OUT } from '../../test/printers/fake-printer.ts'
import { endure } from './met.ts'
import type { Kiosk } from './papers.ts'
import type { Fault } from './run.ts'
import { type Site, startCluster } from './site.ts'

/** More than the longest pause before a slip is tried again may be no part of the figures. */
const SHARE = 3

/** The printer itself knows; one that is away does not, see `refused`. */
const byItself = ({ printers: [printer] }: Site) => printer?.met() ?? 0

/** The slips that the server could not bring to a printer because nobody listened there. */
const refused = ({ looker }: Site) =>
  looker.count("select count(*) as n from prints where failure = 'unreachable'")

/** Something is the matter with the first printer, and then no more; the second one is well. */
const trouble = (
  title: string,
  begin: (printer: Kiosk) => Promise<void> | void,
  end: (printer: Kiosk) => Promise<void> | void,
  met: (site: Site) => number | Promise<number> = byItself,
): Fault => ({
  title,
  start: startCluster,
  inflict: async (scene) => {
    const { site, options, over } = scene
    const [printer] = site.printers
    if (!printer) throw new Error('a site has printers')
    await begin(printer)
    const remark = await endure(scene, options.seconds / SHARE, () => met(site))
    await end(printer)
    over()
    return remark
  },
})

/** Milliseconds that a slow printer takes for each piece of some four kilobytes. */
const SLOW_MS = 150

export const printerGone = trouble(
  'a printer gone',
  (printer) => printer.leave(),
  (printer) => printer.comeBack(),
  refused,
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
