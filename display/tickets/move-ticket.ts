import type { TicketView } from '../../src/live/events.ts'
import { untilAnswered } from '../shared/api.ts'
import { askStaff, post } from '../shared/session.ts'
import type { Actions } from '../shared/staff-actions.ts'
import { isBack } from './moved.ts'

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
      return !seen.ok || isBack(seen.value) ? seen : null
    },
  )
  return answer?.ok ? answer.value : undefined
}
