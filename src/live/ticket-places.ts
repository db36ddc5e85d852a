import { CannotWrite } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { Outlooks } from '../tickets/outlook.ts'
import { moveOn } from '../tickets/ticket.view.ts'
import type { TicketView } from './events.ts'

const OUTLOOK_MS = 1000

/** The last view sent of each watched ticket, moved on by its centre's outlook without reads. */
export interface TicketPlaces {
  sent(view: TicketView): void
  forget(ticketId: string): void
  close(): void
}

/**
 * Once a second: phones whose place or range moved are told, from the one outlook of their centre.
 * @param send a view to everybody who watches its ticket
 */
export const openTicketPlaces = (
  { outlooks, log }: Pick<Deps, 'log'> & { outlooks: Outlooks },
  send: (view: TicketView) => void,
): TicketPlaces => {
  const views = new Map<string, TicketView>()

  const tell = async () => {
    const byCentre = Map.groupBy(views.values(), (view) => view.centre)
    for (const [centreId, those] of byCentre) {
      const outlook = await outlooks.of(centreId)
      for (const view of those) {
        const moved = moveOn(view, outlook)
        // Meanwhile a newer one may have been sent, or nobody watches it any more.
        if (!moved || views.get(view.id) !== view) continue
        views.set(view.id, moved)
        send(moved)
      }
    }
  }

  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    tell()
      .catch((error: unknown) => {
        if (error instanceof CannotWrite) log.warn({ err: error }, 'no fresh estimates')
        else log.error({ err: error }, 'estimates failed')
      })
      .finally(() => {
        isBusy = false
      })
  }, OUTLOOK_MS)

  return {
    sent: (view) => void views.set(view.id, view),
    forget: (ticketId) => void views.delete(ticketId),
    close: () => clearInterval(timer),
  }
}
