import { eq } from 'drizzle-orm'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type TicketRow, ticketById } from './ticket.store.ts'

const updateOnPhone = statement<{ id: string; onPhoneAt: number }, unknown>((db, t) =>
  db
    .update(t.tickets)
    .set(placeholders(t.tickets, ['onPhoneAt']))
    .where(eq(t.tickets.id, $('id'))),
)

/** Whether a kiosk may still show this ticket, and has to be told that its visitor has it. */
export const isToTake = ({ deviceId, onPhoneAt }: Pick<TicketRow, 'deviceId' | 'onPhoneAt'>) =>
  deviceId !== null && onPhoneAt === null

/** The ticket's page was opened on a phone; the first time the kiosk is told. */
export function* takeOver({ now, tell }: Command, id: string): Step<null> {
  const row = yield* runOne(ticketById({ id }))
  if (!row || !isToTake(row)) return null
  yield* run(updateOnPhone({ id, onPhoneAt: now }))
  tell({ type: 'ticket_on_phone', subject: id })
  return null
}
