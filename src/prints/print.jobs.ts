import { encodePrint } from '../../printers/escpos.ts'
import type { PrintFailure } from '../../printers/outcome.ts'
import type { Printers } from '../../printers/printer.ts'
import { renderSlip, toPng } from '../../printers/raster.ts'
import type { SlipContent } from '../../printers/slip.ts'
import { centreById, servicesOf } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import { deviceById } from '../devices/device.store.ts'
import { pauseAfter } from '../jobs/pauses.ts'
import type { JobHandlers, JobOutcome } from '../jobs/queue.ts'
import type { Outlooks } from '../tickets/outlook.ts'
import { type TicketRow, ticketById } from '../tickets/ticket.store.ts'
import { placeOf } from '../tickets/ticket.view.ts'
import { claimPrint, type PrintRow, printsOwed, storePrintOutcome } from './print.store.ts'

/** Longer than any print takes; a process that died in one is taken over after it. */
const CLAIM_MS = 60_000

type PrintDeps = Pick<Deps, 'db' | 'clock' | 'vault' | 'publicUrl' | 'log'> & {
  outlooks: Outlooks
  printers: Printers
}

/** Prints what was queued; the outcome is stored and the kiosk told. */
export const printJobs = (deps: PrintDeps): Pick<JobHandlers, 'print_slip'> => {
  const { db, clock, vault, printers, log } = deps

  const contentOf = async (row: TicketRow, copy: boolean): Promise<SlipContent | undefined> => {
    const [centre] = await db.read(centreById({ id: row.centreId }))
    const services = await db.read(servicesOf({ centreId: row.centreId }))
    const service = services.find((one) => one.id === row.serviceId)
    if (!centre || !service) return undefined
    const { ahead, estimate } = await placeOf(deps, row)
    return {
      language: row.language,
      centre: { ar: centre.nameAr, en: centre.nameEn },
      service: { ar: service.nameAr, en: service.nameEn },
      number: row.number,
      issuedAt: row.issuedAt,
      timeZone: centre.timeZone,
      ahead,
      estimate,
      url: `${deps.publicUrl()}/t/${row.id}#${vault.ticketSecret(row.id)}`,
      copy,
    }
  }

  const store = async (print: PrintRow, ended: Partial<PrintRow>): Promise<void> => {
    const { id, ticketId, centreId } = print
    const { state, copy, attempts, dueAt, failure, printedAt } = { ...print, ...ended }
    await db.write(centreId, (command) =>
      storePrintOutcome(command, {
        id,
        ticketId,
        state,
        copy,
        attempts,
        dueAt,
        failure,
        printedAt,
      }),
    )
  }

  const failed = async (
    print: PrintRow,
    reason: PrintFailure,
    copy: boolean,
  ): Promise<JobOutcome> => {
    const attempts = print.attempts + 1
    const inMs = pauseAfter('print_slip', attempts)
    log.warn({ printId: print.id, reason, attempts }, 'a slip was not printed')
    const again = inMs !== null
    const state = again ? 'queued' : 'failed'
    const dueAt = clock.now() + (inMs ?? 0)
    await store(print, { state, copy, attempts, dueAt, failure: reason, printedAt: null })
    return again ? { again: { inMs } } : { done: true }
  }

  const run = async ({ printId }: { printId: string }): Promise<JobOutcome> => {
    const now = clock.now()
    const print = await db.amend(() => claimPrint(printId, now, now + CLAIM_MS))
    if (!print) return { done: true }
    const [ticket] = await db.read(ticketById({ id: print.ticketId }))
    const [device] = await db.read(deviceById({ id: print.deviceId }))
    const content = ticket && (await contentOf(ticket, print.copy))
    if (!content || !device?.printer) return failed(print, 'bad_address', print.copy)
    const bitmap = renderSlip(content)
    const printer = printers.at(device.printer)
    const outcome = await printer.print(encodePrint(bitmap), () => toPng(bitmap))
    if (!outcome.ok) return failed(print, outcome.reason, print.copy || outcome.mayHavePrinted)
    await store(print, {
      state: 'printed',
      attempts: print.attempts + 1,
      failure: null,
      printedAt: clock.now(),
    })
    return { done: true }
  }

  return {
    print_slip: {
      concurrency: 4,
      run,
      owed: async (now) => (await db.read(printsOwed({ now }))).map(({ id }) => ({ printId: id })),
    },
  }
}
