import { type Asker, type May, may, mayActIn, objection } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import { counterById } from '../counters/counter.store.ts'
import type { Deps } from '../deps.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { ticketById } from '../tickets/ticket.store.ts'
import type { RoomKind } from './rooms.ts'

/** Who may watch what; the same words as at the routes. */
export const watchers: Record<RoomKind, May> = {
  board: may.anyone,
  ticket: { visitor: true, device: ['kiosk'], ...may.allStaff },
  counter: may.allStaff,
  centre: may.allStaff,
  post: may.postSection,
}

const unknown: Record<RoomKind, Refusal> = {
  board: refuse('unknown_centre'),
  ticket: refuse('unknown_ticket'),
  counter: refuse('unknown_counter'),
  centre: refuse('unknown_centre'),
  post: refuse('unknown_centre'),
}

/** The centre of what is to be watched; undefined when there is no such thing. */
const centreOf = async (
  { db }: Pick<Deps, 'db'>,
  kind: RoomKind,
  id: string,
): Promise<string | undefined> => {
  if (kind === 'ticket') return (await db.read(ticketById({ id })))[0]?.centreId
  if (kind === 'counter') return (await db.read(counterById({ id })))[0]?.centreId
  return (await db.read(centreById({ id })))[0]?.id
}

/** The centre of the room when this asker may watch it, or why not. */
export const admit = async (
  deps: Pick<Deps, 'db' | 'vault'>,
  asker: Asker,
  { kind, id, secret }: { kind: RoomKind; id: string; secret: string | undefined },
): Promise<{ centreId: string } | Refusal> => {
  // A visitor shows the ticket's secret with what they watch.
  const who: Asker = secret === undefined ? asker : { kind: 'visitor', secret }
  const policy = watchers[kind]
  const no = objection(policy, who, { id }, deps.vault.ticketSecret)
  if (no) return no
  const centreId = await centreOf(deps, kind, id)
  if (centreId === undefined) return unknown[kind]
  // What everybody may see, those of another centre may see too.
  if (!policy.anyone && !mayActIn(who, centreId)) return unknown[kind]
  return { centreId }
}
