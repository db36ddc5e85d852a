import { postView } from '../cards/post.view.ts'
import { boardView, centreLiveView } from '../centres/centre.view.ts'
import { counterView } from '../counters/counter.view.ts'
import type { Deps } from '../deps.ts'
import type { Outlooks } from '../tickets/outlook.ts'
import { ticketView } from '../tickets/ticket.view.ts'
import type { ServerEvents } from './events.ts'
import type { RoomKind } from './rooms.ts'

/** The one view of each kind of room; undefined when there is no such thing. */
export type Views = { [K in RoomKind]: (id: string) => Promise<ViewOf<K> | undefined> }
export type ViewOf<K extends RoomKind> = Parameters<ServerEvents[K]>[0]

export const viewsOf = (deps: Deps & { outlooks: Outlooks }): Views => ({
  board: (id) => boardView(deps, id),
  ticket: (id) => ticketView(deps, id),
  counter: (id) => counterView(deps, id),
  centre: (id) => centreLiveView(deps, id),
  post: (id) => postView(deps.db, id),
})
