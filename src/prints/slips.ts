import type { RenderedSlip, Renderer } from '../../printers/renderer.ts'
import type { SlipContent } from '../../printers/slip.ts'
import type { Vault } from '../crypto.ts'
import type { CentreRow } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { Estimate } from '../live/events.ts'
import type { TicketRow } from '../tickets/ticket.store.ts'

/** A slip that is being drawn. */
export interface Begun {
  rendering: Promise<RenderedSlip>
}

/** What a slip says beside its ticket. */
export interface SlipContext {
  centre: Pick<CentreRow, 'nameAr' | 'nameEn' | 'timeZone'>
  service: { nameAr: string; nameEn: string }
  ahead: number
  estimate: Estimate
  copy: boolean
}

type Slip = Pick<TicketRow, 'id' | 'number' | 'language' | 'issuedAt'>

/**
 * Draws tickets' slips where they are printed. All that one says is known as soon as its ticket has
 * its number, so it may be begun while the ticket is still being written: what comes of the ticket
 * decides later whether anybody asks for it.
 */
export interface Slips {
  /** Begins to draw a slip. */
  begin(ticket: Slip, context: SlipContext): Begun
  /** Begins to draw the first slip of a ticket that is about to be written. */
  beginAhead(ticket: Slip, context: Omit<SlipContext, 'copy'>): void
  /** The slip that was begun ahead for a ticket: once, and only while what it says is news. */
  takeBegun(ticketId: string): Begun | undefined
  /** Notes that a slip is about to be claimed for this process, with its ticket. */
  noteClaim(printId: string): void
  /** Whether a slip was claimed so, and nobody has begun to print it yet: true once. */
  takeClaim(printId: string): boolean
  /** The ids of all that were claimed so and not begun. */
  claims(): string[]
}

/** Slips begun ahead that wait for their print: more than are drawn in the time one is kept. */
const AHEAD_MAX = 64
const AHEAD_MS = 5_000

export const openSlips = (
  {
    clock,
    publicUrl,
    vault,
  }: Pick<Deps, 'clock' | 'publicUrl'> & {
    vault: Pick<Vault, 'ticketSecret'>
  },
  renderer: Pick<Renderer, 'render'>,
): Slips => {
  const ahead = new Map<string, Begun & { at: number }>()
  const claims = new Set<string>()

  const begin: Slips['begin'] = ({ id, number, language, issuedAt }, context) => {
    const { centre, service, ahead, estimate, copy } = context
    const content: SlipContent = {
      language,
      centre: { ar: centre.nameAr, en: centre.nameEn },
      service: { ar: service.nameAr, en: service.nameEn },
      number,
      issuedAt,
      timeZone: centre.timeZone,
      ahead,
      estimate,
      url: `${publicUrl()}/t/${id}#${vault.ticketSecret(id)}`,
      copy,
    }
    const rendering = renderer.render(content)
    // Heard where it is printed; one that nobody prints in the end is nobody's loss.
    rendering.catch(() => undefined)
    return { rendering }
  }

  return {
    begin,
    beginAhead: (ticket, context) => {
      for (const oldest of ahead.keys()) {
        if (ahead.size < AHEAD_MAX) break
        ahead.delete(oldest)
      }
      const begun = begin(ticket, { ...context, copy: false })
      ahead.set(ticket.id, { ...begun, at: clock.now() })
    },
    takeBegun: (ticketId) => {
      const begun = ahead.get(ticketId)
      ahead.delete(ticketId)
      const age = begun ? clock.now() - begun.at : AHEAD_MS
      return age >= 0 && age < AHEAD_MS ? begun : undefined
    },
    noteClaim: (printId) => void claims.add(printId),
    takeClaim: (printId) => claims.delete(printId),
    claims: () => [...claims],
  }
}
