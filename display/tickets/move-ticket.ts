import type { TicketView } from '../../src/live/events.ts'
import { askStaff, post } from '../shared/session.ts'
import { type Actions, untilAnswered } from '../shared/staff-actions.ts'

/** How a ticket stands that was brought back: it may have been called already. */
const BACK: readonly TicketView['state'][] = ['waiting', 'called', 'serving', 'served']

/** Has a ticket wait again, parked or missed: one whose answer was lost is looked at. */
export const moveTicket = async (
  run: Actions['run'],
  ticketId: string,
  what: 'unpark' | 'return',
): Promise<TicketView | undefined> => {
  const ticket = `/api/tickets/${encodeURIComponent(ticketId)}`
  const answer = await run(
    `${what} ${ticketId}`,
    () => post<TicketView>(`${ticket}/${what}`),
    async () => {
      const seen = await untilAnswered(() => askStaff<TicketView>(ticket))
      return !seen.ok || BACK.includes(seen.value.state) ? seen : null
    },
  )
  return answer?.ok ? answer.value : undefined
}
