import { centreById } from '../centres/centre.store.ts'
import { counterById } from '../counters/counter.store.ts'
import type { Deps } from '../deps.ts'
import type { Estimate, TicketView } from '../live/events.ts'
import { newestPrint } from '../prints/print.store.ts'
import type { KnownOutlook, Outlooks } from './outlook.ts'
import { type TicketRow, ticketById } from './ticket.store.ts'

const NO_ESTIMATE: Estimate = { p50: null, p90: null }

export const iso = (ms: number): string => new Date(ms).toISOString()

/** What a visitor may know of their ticket, by whitelist. */
export const ticketView = async (
  { db, outlooks }: Pick<Deps, 'db'> & { outlooks: Outlooks },
  id: string,
): Promise<TicketView | undefined> => {
  const [row] = await db.read(ticketById({ id }))
  if (!row) return undefined
  // The revision is read before what it vouches for, so the view is at least as new as it says.
  const [centre] = await db.read(centreById({ id: row.centreId }))
  if (!centre) return undefined
  const [current] = await db.read(ticketById({ id }))
  const ticket = current ?? row
  const [counter] =
    ticket.counterId === null ? [] : await db.read(counterById({ id: ticket.counterId }))
  const [print] = ticket.deviceId === null ? [] : await db.read(newestPrint({ ticketId: id }))
  const place =
    ticket.state === 'waiting' ? (await outlooks.of(ticket.centreId)).tickets.get(id) : undefined
  return {
    id,
    centre: ticket.centreId,
    number: ticket.number,
    service: ticket.serviceId,
    state: ticket.state,
    ahead: place?.ahead ?? 0,
    estimate: place?.estimate ?? NO_ESTIMATE,
    ...(counter && { counter: counter.label }),
    issuedAt: iso(ticket.issuedAt),
    ...(ticket.calledAt !== null && { calledAt: iso(ticket.calledAt) }),
    language: ticket.language,
    ...(ticket.state === 'no_show' &&
      ticket.endedAt !== null && {
        returnUntil: iso(ticket.endedAt + centre.settings.returnWithinMin * 60_000),
      }),
    ...(print && { print: print.state }),
    revision: centre.revision,
  }
}

/** The same view moved on by a fresher outlook, for somebody who still waits: no reads. */
export const moveOn = (view: TicketView, outlook: KnownOutlook): TicketView | undefined => {
  const place = outlook.tickets.get(view.id)
  if (view.state !== 'waiting' || !place || outlook.revision <= view.revision) return undefined
  const { p50, p90 } = view.estimate
  const isSame =
    place.ahead === view.ahead && place.estimate.p50 === p50 && place.estimate.p90 === p90
  if (isSame) return undefined
  return { ...view, ahead: place.ahead, estimate: place.estimate, revision: outlook.revision }
}

/** What the one who took a ticket is told: 201, or 200 for a repeated request. */
export const issuedView = (
  row: TicketRow,
  ahead: number,
  estimate: Estimate | undefined,
  secret: string,
  publicUrl: string,
) => ({
  id: row.id,
  number: row.number,
  secret,
  url: `${publicUrl}/t/${row.id}#${secret}`,
  ahead,
  estimate: estimate ?? NO_ESTIMATE,
  state: row.state,
})
