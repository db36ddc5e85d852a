import type { Server as HttpServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import proxyAddr from '@fastify/proxy-addr'
import { Server } from 'socket.io'
import { isForeign } from '../access.ts'
import { CannotWrite } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { Outlooks } from '../tickets/outlook.ts'
import { attendClients, type LiveNamespace, type LiveSocket } from './clients.ts'
import type { ServerEvents } from './events.ts'
import { openGuard } from './guard.ts'
import type { Fanout } from './no-fanout.ts'
import { parseRoom, type Room, type RoomKind, room } from './rooms.ts'
import { openScreens, type Urgency } from './screens.ts'
import { openSharedViews } from './shared-views.ts'
import { openTicketPlaces } from './ticket-places.ts'
import { viewsOf } from './views.ts'

/** What a client sends is small: a kind, an id, a secret. */
const MESSAGE_MAX_BYTES = 4096
const AWAY_STEP_MS = 50

export interface Live {
  refresh(room: Room, urgency: Urgency): void
  /** How many clients are connected to this process. */
  clients(): number
  /** Sends the clients away one after another: they come back, but not all in the same instant. */
  sendAway(overMs: number): Promise<void>
  close(): Promise<void>
}

const serverFor = (http: HttpServer, publicUrl: () => string) =>
  new Server(http, {
    serveClient: false,
    // The browser adds the cookie by itself, so only our own pages may connect with it.
    allowRequest: (request, decide) => {
      const { headers } = request
      const ours = [headers.host ?? '', new URL(publicUrl()).host]
      decide(null, !isForeign(headers, ours))
    },
    maxHttpBufferSize: MESSAGE_MAX_BYTES,
    // A phone that fell asleep is noticed within half a minute.
    pingInterval: 15_000,
    pingTimeout: 15_000,
    // The views are small; compressing each costs more memory for each client than it saves.
    perMessageDeflate: false,
    httpCompression: false,
  })

/**
 * Ends a connection without a word, so that its client comes back by itself; one that is told to go
 * stays away until its program wants to.
 */
const sendAway = ({ conn }: LiveSocket) => conn.close()

/** A room of ours, not one of those that every socket has by its id. */
const isRoom = (name: string): name is Room => name.includes(' ')

/** `/live`: rooms with one whole view each; whoever watches is asked for every time. */
export const openLive = (
  app: { server: HttpServer; parseCookie(header: string): Record<string, string | undefined> },
  deps: Deps & { outlooks: Outlooks },
  fanout: Fanout,
): Live => {
  const trusted = proxyAddr.compile(deps.config.trustProxy.split(','))
  const guard = openGuard((request) => proxyAddr(request, trusted), deps.log)
  const io = serverFor(app.server, deps.publicUrl)
  guard.attend(io.engine)
  // Everything is in /live: who joins nothing else is not kept.
  io.use((_socket, next) => next(new Error('there is nothing here')))
  const live: LiveNamespace = io.of('/live')
  const views = viewsOf(deps)
  const shared = openSharedViews()
  /** The rooms of counters that are watched here, with their centres. */
  const countersWatched = new Map<Room, string>()
  const isWatched = (name: Room) => live.adapter.rooms.has(name)
  const places = openTicketPlaces(deps, (view) =>
    live.to(room('ticket', view.id)).emit('ticket', view),
  )

  /** The current view of a room: computed once, serialised once, whatever the number of clients. */
  const sendTo = async <K extends RoomKind>(
    to: { emit(kind: K, ...view: Parameters<ServerEvents[K]>): unknown },
    kind: K,
    id: string,
  ) => {
    const view = await shared(room(kind, id), () => views[kind](id))
    if (!view) return
    // Who watched may have gone meanwhile, and with them the room.
    if ('ahead' in view && isWatched(room(kind, id))) places.sent(view)
    to.emit(kind, ...([view] as Parameters<ServerEvents[K]>))
  }
  const sendRoom = (name: Room): Promise<void> => {
    const { kind, id } = parseRoom(name)
    return sendTo(live.to(name), kind, id)
  }
  const screens = openScreens(sendRoom, isWatched, deps.log)

  const stopAttending = attendClients(live, deps, app.parseCookie, {
    guard,
    entered: (name, centreId) => {
      if (parseRoom(name).kind === 'counter' && isWatched(name)) countersWatched.set(name, centreId)
    },
    greet: async (socket, name) => {
      const { kind, id } = parseRoom(name)
      try {
        await sendTo(socket, kind, id)
      } catch (error) {
        // With the database away, the room's next view is tried until it is back.
        if (!(error instanceof CannotWrite)) deps.log.error({ err: error }, 'a view failed')
        screens.refresh(name, 'soon')
      }
    },
  })

  live.adapter.on('delete-room', (name: string) => {
    if (!isRoom(name)) return
    screens.forget(name)
    countersWatched.delete(name)
    const { kind, id } = parseRoom(name)
    if (kind === 'ticket') places.forget(id)
  })

  /** The lines of a centre moved: how many wait for each counter may have, too. */
  const refreshHere = (name: Room, urgency: Urgency) => {
    screens.refresh(name, urgency)
    const { kind, id } = parseRoom(name)
    if (kind !== 'board') return
    for (const [counter, centreId] of countersWatched)
      if (centreId === id) screens.refresh(counter, 'later')
  }

  // Other processes say which rooms moved; after Redis was away anything may have.
  fanout.onRefresh(refreshHere)
  fanout.onRecovered(() => {
    for (const name of live.adapter.rooms.keys()) if (isRoom(name)) screens.refresh(name, 'now')
  })

  return {
    refresh: (name, urgency) => {
      refreshHere(name, urgency)
      fanout.publish(name, urgency)
    },
    clients: () => live.sockets.size,
    sendAway: async (overMs) => {
      for (let steps = Math.ceil(overMs / AWAY_STEP_MS); steps > 0; steps--) {
        const share = Math.ceil(live.sockets.size / steps)
        for (const socket of live.sockets.values().take(share)) sendAway(socket)
        await pause(AWAY_STEP_MS)
      }
    },
    close: async () => {
      places.close()
      stopAttending()
      guard.close()
      // Closing the server also closes the HTTP server under it; whoever listens closes that.
      for (const socket of live.sockets.values()) sendAway(socket)
      await screens.close()
      await new Promise<void>((resolve) => io.engine.close() && resolve())
    },
  }
}
