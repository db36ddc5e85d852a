import { pickOfTicket } from '../cards/pick.store.ts'
import { centreById } from '../centres/centre.store.ts'
import { counterById } from '../counters/counter.store.ts'
import { runOne } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { Estimate, TicketView } from '../live/events.ts'
import { newestPrint } from '../prints/print.store.ts'
import type { KnownOutlook, Outlooks } from './outlook.ts'
import { type TicketRow, ticketById } from './ticket.store.ts'
import { DAY_CLOSED, putOffsLeft } from './ticket.ts'
import { waitingBefore } from './waiting.store.ts'

const NO_ESTIMATE: Estimate = { p50: null, p90: null }

export const iso = (ms: number): string => new Date(ms).toISOString()

/** Where somebody who waits stands in their line; a ticket younger than the outlook is counted. */
export const placeOf = async (
  { db, outlooks }: Pick<Deps, 'db'> & { outlooks: Outlooks },
  row: TicketRow,
): Promise<{ ahead: number; estimate: Estimate }> => {
  if (row.state !== 'waiting') return { ahead: 0, estimate: NO_ESTIMATE }
  const { centreId, serviceId, waitingSince, revision } = row
  const outlook = await outlooks.of(centreId)
  const place = outlook.tickets.get(row.id)
  if (place) return place
  const [before] = await db.read(waitingBefore({ centreId, serviceId, waitingSince, revision }))
  const estimate = outlook.newcomers.get(serviceId) ?? NO_ESTIMATE
  return { ahead: before?.count ?? 0, estimate }
}

/** How many are called before a ticket, for messages. */
export const aheadIn =
  (deps: Pick<Deps, 'db'> & { outlooks: Outlooks }) =>
  async (_centreId: string, ticketId: string): Promise<number> => {
    const [row] = await deps.db.read(ticketById({ id: ticketId }))
    return row ? (await placeOf(deps, row)).ahead : 0
  }

/** What a visitor may know of their ticket, by whitelist. */
export const ticketView = async (
  deps: Pick<Deps, 'db'> & { outlooks: Outlooks },
  id: string,
): Promise<TicketView | undefined> => {
  const seen = await deps.db.look(function* () {
    const ticket = yield* runOne(ticketById({ id }))
    const centre = ticket && (yield* runOne(centreById({ id: ticket.centreId })))
    if (!centre) return undefined
    const { counterId, deviceId, cardSerial, endedAt } = ticket
    const isOfCard = cardSerial !== null && endedAt === null
    return {
      ticket,
      centre,
      counter: counterId === null ? undefined : yield* runOne(counterById({ id: counterId })),
      print: deviceId === null ? undefined : yield* runOne(newestPrint({ ticketId: id })),
      pick: isOfCard ? yield* runOne(pickOfTicket({ ticketId: id })) : undefined,
    }
  })
  if (!seen) return undefined
  const { ticket, centre, counter, print, pick } = seen
  const { ahead, estimate } = await placeOf(deps, ticket)
  return {
    id,
    centre: ticket.centreId,
    number: ticket.number,
    service: ticket.serviceId,
    state: ticket.state,
    ahead,
    estimate,
    ...(counter && { counter: counter.label }),
    issuedAt: iso(ticket.issuedAt),
    ...(ticket.calledAt !== null && { calledAt: iso(ticket.calledAt) }),
    language: ticket.language,
    ...(ticket.outcome === DAY_CLOSED && { dayClosed: true }),
    ...(pick?.state === 'not_found' && { cardNotFound: true }),
    ...(ticket.state === 'no_show' &&
      ticket.endedAt !== null && {
        returnUntil: iso(ticket.endedAt + centre.settings.returnWithinMin * 60_000),
      }),
    ...(ticket.awayUntil !== null && { awayUntil: iso(ticket.awayUntil) }),
    ...(putOffsLeft(ticket) > 0 && { putOffsLeft: putOffsLeft(ticket) }),
    ...(ticket.onPhoneAt !== null && { onPhone: true }),
    ...(print && { print: print.state }),
    ...(print?.failure && { printFailure: print.failure }),
    revision: centre.revision,
  }
}

/**
 * The same view moved on by a fresher outlook, for somebody who still waits: no reads. The range
 * also moves while nothing happens, so an outlook of the same revision counts as fresher.
 */
export const moveOn = (view: TicketView, outlook: KnownOutlook): TicketView | undefined => {
  const place = outlook.tickets.get(view.id)
  if (view.state !== 'waiting' || !place || outlook.revision < view.revision) return undefined
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
