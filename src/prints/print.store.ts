import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import type { PrintFailure } from '../../printers/outcome.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import type { PrintState } from './print.ts'

export type PrintRow = Tables['prints']['$inferSelect']

const isOwed = sql`state in ('queued', 'printing')`

const insertPrint = statement<PrintRow, unknown>((db, t) =>
  db.insert(t.prints).values(placeholders(t.prints)),
)

export const newestPrint = statement<{ ticketId: string }, PrintRow[]>((db, t) =>
  db
    .select()
    .from(t.prints)
    .where(eq(t.prints.ticketId, $('ticketId')))
    .orderBy(sql`${t.prints.queuedAt} desc, ${t.prints.id} desc`)
    .limit(1),
)

const printsOfTicket = statement<{ ticketId: string }, { id: string }[]>((db, t) =>
  db
    .select({ id: t.prints.id })
    .from(t.prints)
    .where(eq(t.prints.ticketId, $('ticketId'))),
)

export const printsOwed = statement<{ now: number }, { id: string }[]>((db, t) =>
  db
    .select({ id: t.prints.id })
    .from(t.prints)
    .where(and(isOwed, lte(t.prints.dueAt, $('now'))))
    .limit(200),
)

const printById = statement<{ id: string }, PrintRow[]>((db, t) =>
  db
    .select()
    .from(t.prints)
    .where(eq(t.prints.id, $('id'))),
)

const claim = statement<{ id: string; now: number; until: number }, PrintRow[]>((db, t) =>
  db
    .update(t.prints)
    .set({ state: 'printing', dueAt: sql`${$('until')}` })
    .where(
      and(
        eq(t.prints.id, $('id')),
        inArray(t.prints.state, ['queued', 'printing']),
        lte(t.prints.dueAt, $('now')),
      ),
    )
    .returning(),
)

const recordOutcome = statement<
  Pick<PrintRow, 'id' | 'state' | 'copy' | 'attempts' | 'dueAt' | 'failure' | 'printedAt'>,
  unknown
>((db, t) =>
  db
    .update(t.prints)
    .set(placeholders(t.prints, ['state', 'copy', 'attempts', 'dueAt', 'failure', 'printedAt']))
    .where(eq(t.prints.id, $('id'))),
)

/** Writes a slip to be printed; its id counts the slips of the ticket. */
export function* queuePrint(
  command: Command,
  slip: { ticketId: string; deviceId: string; ordinal: number },
): Step<string> {
  const id = `${slip.ticketId}-${slip.ordinal}`
  yield* run(
    insertPrint({
      id,
      centreId: command.centre.id,
      ticketId: slip.ticketId,
      deviceId: slip.deviceId,
      state: 'queued',
      copy: slip.ordinal > 1,
      attempts: 0,
      dueAt: command.now,
      failure: null,
      queuedAt: command.now,
      printedAt: null,
    }),
  )
  return id
}

/** A slip once more, marked as a copy. */
export function* queueReprint(
  command: Command,
  slip: { ticketId: string; deviceId: string },
): Step<string> {
  const before = yield* run(printsOfTicket({ ticketId: slip.ticketId }))
  const id = yield* queuePrint(command, { ...slip, ordinal: before.length + 1 })
  command.tell({ type: 'print_queued', subject: id, ticketId: slip.ticketId })
  return id
}

/**
 * Takes a slip to print until a moment; undefined when another has it or it is done. A slip that
 * was claimed before and never recorded may already be on paper: it comes back marked as a copy.
 */
export function* claimPrint(id: string, now: number, until: number): Step<PrintRow | undefined> {
  const before = yield* runOne(printById({ id }))
  const row = yield* runOne(claim({ id, now, until }))
  return row && { ...row, copy: row.copy || before?.state === 'printing' }
}

export interface PrintResult {
  id: string
  ticketId: string
  state: PrintState
  copy: boolean
  attempts: number
  dueAt: number
  failure: PrintFailure | null
  printedAt: number | null
}

/** Stores how it went and tells the kiosk. */
export function* storePrintOutcome(command: Command, result: PrintResult): Step<null> {
  const { ticketId, ...columns } = result
  yield* run(recordOutcome(columns))
  command.tell({ type: 'print_ended', subject: result.id, ticketId })
  return null
}
