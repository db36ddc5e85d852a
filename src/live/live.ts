import type { Server as HttpServer } from 'node:http'
import { type DefaultEventsMap, Server, type Socket } from 'socket.io'
import { askerOf, isForeign, SESSION_COOKIE } from '../access.ts'
import { CannotWrite } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import { sentenceOf } from '../errors.ts'
import { languageOf } from '../language.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Outlooks } from '../tickets/outlook.ts'
import { moveOn } from '../tickets/ticket.view.ts'
import type { ClientEvents, ServerEvents, TicketView, WatchAnswer } from './events.ts'
import type { Fanout } from './no-fanout.ts'
import { parseRoom, type Room, type RoomKind, room, watched } from './rooms.ts'
import { openScreens, type Screens, type Urgency } from './screens.ts'
import { type Views, viewsOf } from './views.ts'
import { admit } from './watching.ts'

/** What a client sends is small: a kind, an id, a secret. */
const MESSAGE_MAX_BYTES = 4096
const ROOMS_PER_CLIENT = 16
const OUTLOOK_MS = 1000

type LiveSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap, { watching: Set<Room> }>

export interface Live {
  refresh(room: Room, urgency: Urgency): void
  /** How many clients are connected to this process. */
  clients(): number
  close(): Promise<void>
}

/** The last view sent of a ticket that still waits, so that a new outlook moves it on without reads. */
interface WatchedTickets {
  views: Map<string, TicketView>
}

const serverFor = (http: HttpServer, publicUrl: () => string) =>
  new Server<ClientEvents, ServerEvents, DefaultEventsMap, { watching: Set<Room> }>(http, {
    serveClient: false,
    // The browser adds the cookie by itself, so only our own pages may connect with it.
    allowRequest: ({ headers }, decide) => {
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

type LiveNamespace = ReturnType<ReturnType<typeof serverFor>['of']>

/** Sends the current view of a room: computed once, serialised once, whatever the number of clients. */
const sender = (live: LiveNamespace, views: Views, tickets: WatchedTickets) => {
  const sendView = async <K extends RoomKind>(kind: K, id: string, name: Room) => {
    const view = await views[kind](id)
    if (!view) return
    if ('ahead' in view) tickets.views.set(id, view)
    live.to(name).emit(kind, ...([view] as Parameters<ServerEvents[K]>))
  }
  return (name: Room): Promise<void> => {
    const { kind, id } = parseRoom(name)
    return sendView(kind, id, name)
  }
}

/** Once a second: phones whose place or range moved are told, from the one outlook of their centre. */
const followOutlooks = (
  live: LiveNamespace,
  tickets: WatchedTickets,
  outlooks: Outlooks,
  deps: Deps,
) => {
  const tell = async () => {
    const byCentre = Map.groupBy(tickets.views.values(), (view) => view.centre)
    for (const [centreId, views] of byCentre) {
      const outlook = await outlooks.of(centreId)
      for (const view of views) {
        const moved = moveOn(view, outlook)
        if (!moved) continue
        tickets.views.set(view.id, moved)
        live.to(room('ticket', view.id)).emit('ticket', moved)
      }
    }
  }
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    tell()
      .catch((error: unknown) => {
        if (error instanceof CannotWrite) deps.log.warn({ err: error }, 'no fresh estimates')
        else deps.log.error({ err: error }, 'estimates failed')
      })
      .finally(() => {
        isBusy = false
      })
  }, OUTLOOK_MS)
  return () => clearInterval(timer)
}

/** `/live`: rooms with one whole view each; whoever watches is asked for every time. */
export const openLive = (
  app: { server: HttpServer; parseCookie(header: string): Record<string, string | undefined> },
  deps: Deps & { outlooks: Outlooks },
  fanout: Fanout,
): Live => {
  const io = serverFor(app.server, deps.publicUrl)
  const live = io.of('/live')
  const views = viewsOf(deps)
  const tickets: WatchedTickets = { views: new Map() }
  /** The rooms of counters that are watched here, with their centres. */
  const countersWatched = new Map<Room, string>()
  const isWatched = (name: Room) => live.adapter.rooms.has(name)
  const screens: Screens = openScreens(sender(live, views, tickets), isWatched, deps.log)

  const askerFor = (socket: LiveSocket) => {
    const { cookie, authorization } = socket.handshake.headers
    const token: unknown = socket.handshake.auth.token
    return askerOf(deps, {
      cookie: app.parseCookie(cookie ?? '')[SESSION_COOKIE],
      authorization: typeof token === 'string' ? `Bearer ${token}` : authorization,
    })
  }

  const watch = async (socket: LiveSocket, sent: unknown): Promise<Refusal | undefined> => {
    const what = watched(sent)
    if (!what) return refuse('malformed', { why: 'watch' })
    const { watching } = socket.data
    if (watching.size >= ROOMS_PER_CLIENT) return refuse('too_many_requests', { seconds: 1 })
    const admitted = await admit(deps, await askerFor(socket), what)
    if (isRefusal(admitted)) return admitted
    const name = room(what.kind, what.id)
    await socket.join(name)
    watching.add(name)
    if (what.kind === 'counter') countersWatched.set(name, admitted.centreId)
    return undefined
  }

  /** The current view to the one who just came; later ones reach the whole room. */
  const greet = async <K extends RoomKind>(socket: LiveSocket, kind: K, id: string) => {
    const view = await views[kind](id)
    if (!view) return
    // Who came may have gone meanwhile, and with them the room.
    if ('ahead' in view && isWatched(room(kind, id))) tickets.views.set(id, view)
    socket.emit(kind, ...([view] as Parameters<ServerEvents[K]>))
  }

  const acknowledge = (socket: LiveSocket, refusal: Refusal | undefined): WatchAnswer =>
    refusal
      ? {
          ok: false,
          code: refusal.refused,
          detail: sentenceOf(refusal, languageOf(socket.handshake.headers['accept-language'])),
        }
      : { ok: true }

  /** What a client may hear of a fault: the same codes as over HTTP. */
  const refusalFor = (error: unknown): Refusal => {
    if (error instanceof CannotWrite) return refuse('cannot_write')
    deps.log.error({ err: error }, 'watching failed')
    return refuse('bug', { requestId: 'socket' })
  }

  live.on('connection', (socket: LiveSocket) => {
    socket.data.watching = new Set()
    socket.on('watch', async (sent, answer) => {
      const reply = typeof answer === 'function' ? answer : () => undefined
      try {
        const no = await watch(socket, sent)
        reply(acknowledge(socket, no))
        const what = watched(sent)
        if (!no && what) await greet(socket, what.kind, what.id)
      } catch (error) {
        reply(acknowledge(socket, refusalFor(error)))
      }
    })
    socket.on('unwatch', async (sent, answer) => {
      const what = watched(sent)
      const name = what && room(what.kind, what.id)
      if (name) {
        socket.data.watching.delete(name)
        await socket.leave(name)
      }
      if (typeof answer === 'function')
        answer(acknowledge(socket, name ? undefined : refuse('malformed', { why: 'unwatch' })))
    })
  })

  live.adapter.on('delete-room', (name: Room) => {
    // Every socket also has a room of its own, named by its id.
    if (!name.includes(' ')) return
    screens.forget(name)
    countersWatched.delete(name)
    const { kind, id } = parseRoom(name)
    if (kind === 'ticket') tickets.views.delete(id)
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
    for (const name of live.adapter.rooms.keys())
      if (name.includes(' ')) screens.refresh(name as Room, 'now')
  })
  const stopFollowing = followOutlooks(live, tickets, deps.outlooks, deps)

  return {
    refresh: (name, urgency) => {
      refreshHere(name, urgency)
      fanout.publish(name, urgency)
    },
    clients: () => live.sockets.size,
    close: async () => {
      stopFollowing()
      screens.close()
      // Closing the server also closes the HTTP server under it; whoever listens closes that.
      io.disconnectSockets(true)
      await new Promise<void>((resolve) => io.engine.close() && resolve())
    },
  }
}
