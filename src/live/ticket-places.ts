import { CannotWrite } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { Outlooks } from '../tickets/outlook.ts'
import { moveOn } from '../tickets/ticket.view.ts'
import type { TicketView } from './events.ts'

const OUTLOOK_MS = 1000
/** Who has fewer than so many before them looks at the phone, and is told at once. */
const NEAR = 10
/** Everybody else is told no more often than that: a call moves whoever waits behind it. */
const FAR_MS = 5000

/** Whether a place that has moved is worth telling now. @param sinceMs since its phone was told last */
export const isTold = ({ ahead }: Pick<TicketView, 'ahead'>, sinceMs: number): boolean =>
  ahead < NEAR || sinceMs >= FAR_MS

/** The last view sent of each watched ticket, moved on by its centre's outlook without reads. */
export interface TicketPlaces {
  sent(view: TicketView): void
  forget(ticketId: string): void
  close(): void
}

/**
 * Once a second: phones whose place or range moved are told, from the one outlook of their centre;
 * those far back a little less often.
 * @param send a view to everybody who watches its ticket
 */
export const openTicketPlaces = (
  { outlooks, log }: Pick<Deps, 'log'> & { outlooks: Outlooks },
  send: (view: TicketView) => void,
): TicketPlaces => {
  const newest = new Map<string, { view: TicketView; at: number }>()

  const tell = async () => {
    const byCentre = Map.groupBy(newest.values(), ({ view }) => view.centre)
    for (const [centreId, those] of byCentre) {
      const outlook = await outlooks.of(centreId)
      const now = performance.now()
      for (const one of those) {
        const moved = moveOn(one.view, outlook)
        // Meanwhile a newer one may have been sent, or nobody watches it any more.
        if (!moved || newest.get(moved.id) !== one || !isTold(moved, now - one.at)) continue
        newest.set(moved.id, { view: moved, at: now })
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
    // The first move after a view of its own is told at once.
    sent: (view) => void newest.set(view.id, { view, at: Number.NEGATIVE_INFINITY }),
    forget: (ticketId) => void newest.delete(ticketId),
    close: () => clearInterval(timer),
  }
}
