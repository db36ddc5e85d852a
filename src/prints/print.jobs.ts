import type { PrintOutcome } from '../../printers/outcome.ts'
import { nothingPrinted, type Printers } from '../../printers/printer.ts'
import type { Renderer } from '../../printers/renderer.ts'
import { labelsFor } from '../cards/label.view.ts'
import { centreById, servicesOf } from '../centres/centre.store.ts'
import { CannotWrite } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import { deviceById } from '../devices/device.store.ts'
import { pauseAfter } from '../jobs/pauses.ts'
import type { JobHandlers, JobOutcome } from '../jobs/queue.ts'
import type { Outlooks } from '../tickets/outlook.ts'
import { type TicketRow, ticketById } from '../tickets/ticket.store.ts'
import { placeOf } from '../tickets/ticket.view.ts'
import {
  CLAIM_MS,
  type Claimed,
  claimNextPrint,
  oldestOwedAt,
  type PrintRow,
  printsOwed,
  renewClaim,
} from './claim.store.ts'
import { printById, releasePrint, storePrinted, storeTrouble } from './print.store.ts'
import type { Begun, SlipContext, Slips } from './slips.ts'

/** When the process of a claim dies, visitors stand at the kiosk until it is over. */
const RENEW_MS = 4000
const DONE: JobOutcome = { done: true }

/** What was about to be printed is not what was claimed: none of it is sent. */
class OtherClaimed extends Error {
  override name = 'OtherClaimed'
}

type PrintDeps = Pick<Deps, 'db' | 'clock' | 'log'> & {
  outlooks: Outlooks
  printers: Printers
  renderer: Pick<Renderer, 'labels'>
  slips: Slips
}

/** Gives back the slips that were claimed with their tickets and not begun: this process stops. */
export const releaseClaims = async ({
  db,
  slips,
  log,
}: Pick<Deps, 'db' | 'log'> & { slips: Pick<Slips, 'claims' | 'takeClaim'> }): Promise<void> => {
  try {
    for (const id of slips.claims()) {
      const [print] = await db.read(printById({ id }))
      if (print?.state === 'printing' && slips.takeClaim(id))
        await db.write(print.centreId, (command) => releasePrint(command, print))
    }
  } catch (error) {
    if (!(error instanceof CannotWrite)) throw error
    // They are over when the next process starts.
    log.warn({ err: error }, 'claims of slips were not given back')
  }
}

/**
 * Prints what was queued, at each device one after another; the outcome is stored and the kiosk
 * told. A slip's job takes care of all that is due at its device, so that a printer that is dead or
 * slow holds up its own slips and nobody else's.
 */
export const printJobs = (deps: PrintDeps): Pick<JobHandlers, 'print_slip'> => {
  const { db, clock, printers, renderer, slips, log } = deps

  const contextOf = async (row: TicketRow, copy: boolean): Promise<SlipContext | undefined> => {
    const [centre] = await db.read(centreById({ id: row.centreId }))
    const services = await db.read(servicesOf({ centreId: row.centreId }))
    const service = services.find((one) => one.id === row.serviceId)
    if (!centre || !service) return undefined
    return { centre, service, copy, ...(await placeOf(deps, row)) }
  }

  /** Whether a slip was claimed for this process with its ticket, and not begun: true once. */
  const isClaimed = ({ id, state }: PrintRow): boolean =>
    state === 'printing' && slips.takeClaim(id)

  /** Holds the claim of a slip while it is worked on. */
  const holding = async <R>({ print }: Claimed, work: () => Promise<R>): Promise<R> => {
    const renewing = setInterval(() => {
      db.amend(() => renewClaim(print, clock.now() + CLAIM_MS)).catch((error: unknown) => {
        // With the database away the claim may pass on: the slip comes out once more, as a copy.
        log.debug({ printId: print.id, err: error }, 'a claim was not renewed')
      })
    }, RENEW_MS)
    return await work().finally(() => clearInterval(renewing))
  }

  /** Begins to draw labels; null when none of their places is there any more. */
  const beginLabels = async (centreId: string, codes: readonly string[]): Promise<Begun | null> => {
    const labels = await labelsFor(db, centreId, codes)
    if (labels.length === 0) return null
    const rendering = renderer.labels(labels)
    rendering.catch(() => undefined)
    return { rendering }
  }

  /** Begins to draw a slip; null when its ticket, or what it is for, is gone. */
  const begin = async (
    { centreId, ticketId, labels }: Pick<PrintRow, 'centreId' | 'ticketId' | 'labels'>,
    copy: boolean,
  ): Promise<Begun | null> => {
    if (labels !== null) return beginLabels(centreId, labels)
    const begun = slips.takeBegun(ticketId)
    if (begun && !copy) return begun
    const [ticket] = await db.read(ticketById({ id: ticketId }))
    const context = ticket && (await contextOf(ticket, copy))
    return context ? slips.begin(ticket, context) : null
  }

  /**
   * Sends a slip to its printer, whatever comes of it.
   * @param claim the printer is found and asked how it is meanwhile, but sent nothing of the slip
   *   before this has come; what it throws is thrown
   */
  const printOne = async (
    printer: string | null,
    begun: Begun | null,
    claim: Promise<void>,
  ): Promise<PrintOutcome> => {
    // Where nothing is to be sent nobody waits for it; whoever claims hears what became of it.
    claim.catch(() => undefined)
    if (!begun || printer === null) return nothingPrinted('bad_address')
    const { rendering } = begun
    const bytes = claim.then(async () => (await rendering).bytes)
    return printers.at(printer).print(bytes, async () => (await rendering).png())
  }

  /** Stores how it went. @returns whether the printer is good for the next one */
  const settle = async (claimed: Claimed, outcome: PrintOutcome): Promise<boolean> => {
    const { print } = claimed
    const { id: printId, centreId, attempts } = print
    if (outcome.ok) {
      await db.write(centreId, (command) => storePrinted(command, claimed))
      return true
    }
    const { reason, mayHavePrinted, detail } = outcome
    if (reason === 'closed' && !mayHavePrinted) {
      await db.write(centreId, (command) => releasePrint(command, print))
      return false
    }
    log.warn({ printId, reason, detail, attempts }, 'a slip was not printed')
    await db.write(centreId, (command) =>
      storeTrouble(command, print, outcome, (tries) => pauseAfter('print_slip', tries)),
    )
    return false
  }

  /** Prints a slip that was claimed with its ticket. @returns whether its printer is good for more */
  const printClaimed = async (print: PrintRow): Promise<boolean> => {
    const { claimed, begun } = await prepared(print)
    const outcome = await holding(claimed, () =>
      printOne(claimed.printer, begun, Promise.resolve()),
    )
    return settle(claimed, outcome)
  }

  /** What printing it takes, before anything of it is sent: should that fail, it is ours as before. */
  const prepared = async (print: PrintRow): Promise<{ claimed: Claimed; begun: Begun | null }> => {
    try {
      const [device] = await db.read(deviceById({ id: print.deviceId }))
      const begun = await begin(print, print.copy)
      if (print.dueAt - clock.now() < RENEW_MS)
        await db.amend(() => renewClaim(print, clock.now() + CLAIM_MS))
      const failed = device !== undefined && device.printerFailure !== null
      return { claimed: { print, printer: device?.printer ?? null, failed }, begun }
    } catch (error) {
      slips.noteClaim(print.id)
      throw error
    }
  }

  /**
   * Prints what is due at a device, oldest first.
   * @param claimedAhead slips of the device that were claimed with their tickets
   * @returns the pause after trouble, if there was any
   */
  const printAllAt = async (deviceId: string, claimedAhead: PrintRow[]): Promise<number | null> => {
    let works = false
    for (;;) {
      const ours = claimedAhead.shift()
      if (ours) {
        works = await printClaimed(ours)
        if (!works) return pauseAfter('print_slip', ours.attempts)
        continue
      }
      const now = clock.now()
      // A printer that just printed takes also what waited for its trouble to be over.
      const dueBy = works ? Number.MAX_SAFE_INTEGER : now
      const [due] = await db.read(oldestOwedAt({ deviceId, queuedBy: dueBy, now }))
      // One may have come meanwhile, and be the one that is due.
      if (claimedAhead.length > 0) continue
      if (!due) return null
      if (isClaimed(due)) {
        claimedAhead.push(due)
        continue
      }
      // Beside the claim it is drawn, where it is not yet, and its printer asked how it is. What is
      // claimed is nearly always the same; if not, another one is begun.
      const [device] = await db.read(deviceById({ id: deviceId }))
      const guess = { ...due, copy: due.copy || due.state === 'printing' }
      const guessedAt = device?.printer ?? null
      const begun = await begin(guess, guess.copy)
      const claiming = db.amend(() =>
        claimNextPrint({ deviceId, now, dueBy, until: now + CLAIM_MS }),
      )
      const isGuessed = (claimed: Claimed | undefined) =>
        claimed?.print.id === guess.id &&
        claimed.print.copy === guess.copy &&
        claimed.printer === guessedAt
      const early = printOne(
        guessedAt,
        begun,
        claiming.then((claimed) => {
          if (!isGuessed(claimed)) throw new OtherClaimed()
        }),
      )
      early.catch(() => undefined)
      const claimed = await claiming
      if (!claimed) return null
      const { print, printer } = claimed
      const outcome = await holding(claimed, async () =>
        isGuessed(claimed)
          ? early
          : printOne(printer, await begin(print, print.copy), Promise.resolve()),
      )
      works = await settle(claimed, outcome)
      if (!works) return pauseAfter('print_slip', print.attempts)
    }
  }

  /** The devices that are printed at here, and whether more came meanwhile. */
  const underWay = new Map<string, { more: boolean; claimedAhead: PrintRow[] }>()

  const printAt = async (print: PrintRow): Promise<JobOutcome> => {
    const { deviceId } = print
    const known = underWay.get(deviceId)
    const mine = known ?? { more: true, claimedAhead: [] }
    mine.more = true
    if (isClaimed(print)) mine.claimedAhead.push(print)
    if (known) return DONE
    underWay.set(deviceId, mine)
    try {
      let pauseMs: number | null = null
      while (mine.more || mine.claimedAhead.length > 0) {
        mine.more = false
        pauseMs = (await printAllAt(deviceId, mine.claimedAhead)) ?? pauseMs
      }
      return pauseMs === null ? DONE : { again: { inMs: pauseMs } }
    } finally {
      underWay.delete(deviceId)
    }
  }

  return {
    print_slip: {
      // Each of them another printer, and mostly waiting for it.
      concurrency: 32,
      run: async ({ printId }) => {
        const [print] = await db.read(printById({ id: printId }))
        if (print) return printAt(print)
        // Its ticket was not written after all.
        slips.takeClaim(printId)
        return DONE
      },
      owed: async (now) => {
        const due = (await db.read(printsOwed(now))).map(({ id }) => id)
        return [...new Set([...due, ...slips.claims()])].map((printId) => ({ printId }))
      },
    },
  }
}
