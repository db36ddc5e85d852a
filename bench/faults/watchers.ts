import { io, type Socket } from 'socket.io-client'
import type {
  BoardView,
  CentreView,
  ClientEvents,
  CounterView,
  PostView,
  ServerEvents,
  TicketView,
  Watch,
} from '../../src/live/events.ts'
import type { Answer } from '../../test/callers.ts'
import type { Owner } from '../../test/servers.ts'

/** A screen that is looked at: what it shows, in the words that can be compared. */
export interface Screen {
  name: string
  /** Where the same view can be asked for. */
  path: string
  /** The part of a view that must be the truth: neither estimates nor passing minutes. */
  essence(view: never): unknown
  newest: { revision: number } | null
}

export interface Watchers {
  screens: readonly Screen[]
  /** The numbers that any lobby's view showed as called. */
  shownCalls: ReadonlySet<string>
  /** One more: a visitor who follows their ticket. */
  follow(ticket: { id: string; secret: string }): void
  /** Cuts every connection under way, as a network does that fails. @returns how many there were */
  cut(): number
}

const essences = {
  board: ({ calls, waiting }: BoardView) => [
    calls.map(({ id, number, counter }) => `${id} ${number} ${counter}`),
    waiting.map(({ service, count }) => `${service} ${count}`),
  ],
  ticket: ({ number, state, counter, print }: TicketView) => [number, state, counter, print],
  counter: ({ state, ticket, parked }: CounterView) => [
    state,
    ticket && `${ticket.number} ${ticket.state}`,
    parked.map(({ number }) => number),
  ],
  centre: ({ counters }: CentreView) =>
    counters.map(({ id, state, number, ticketState }) => [id, state, number, ticketState]),
  post: ({ picks, sections }: PostView) => [
    picks.map(({ number, state }) => `${number} ${state}`),
    sections.map(({ section, cards }) => `${section} ${cards}`),
  ],
}
type Kind = keyof typeof essences

type Live = Socket<ServerEvents, ClientEvents>

const ANSWER_MS = 5000
const AGAIN_MS = 1000
const KEEP_TRYING_MS = 500

/** As the pages do: says what it watches after each connect, and again until it is answered. */
const watchOver = (socket: Live, what: Watch) => {
  const ask = async () => {
    if (!socket.connected) return
    const answer = await socket
      .timeout(ANSWER_MS)
      .emitWithAck('watch', what)
      // No answer in time, or cut off: asked again as long as there is a connection.
      .catch(() => ({ ok: false }))
    if (!answer.ok) setTimeout(ask, AGAIN_MS)
  }
  socket.on('connect', ask)
}

const paths: Record<Kind, (id: string) => string> = {
  board: (id) => `/api/centres/${id}/board`,
  ticket: (id) => `/api/tickets/${id}`,
  counter: (id) => `/api/counters/${id}`,
  centre: (id) => `/api/centres/${id}/live`,
  post: (id) => `/api/centres/${id}/post`,
}

/**
 * Opens screens at each address: the lobby, the supervisor's and the post section's lists and a
 * counter; all are closed with the owner.
 * @param cookie of a supervisor
 */
export const openWatchers = (
  owner: Owner,
  urls: readonly string[],
  cookie: Record<string, string>,
): Watchers => {
  const screens: Screen[] = []
  const shownCalls = new Set<string>()
  const sockets: Live[] = []
  const open = (url: string, kind: Kind, id: string, secret?: string) => {
    const socket: Live = io(`${url}/live`, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: secret === undefined ? cookie : {},
      reconnectionDelay: 300,
      reconnectionDelayMax: KEEP_TRYING_MS,
      timeout: 3000,
    })
    sockets.push(socket)
    const screen: Screen = {
      name: `${kind} ${id} at ${new URL(url).port}`,
      path: paths[kind](id),
      essence: essences[kind],
      newest: null,
    }
    const keep = (view: { revision: number }) => {
      if (view.revision >= (screen.newest?.revision ?? 0)) screen.newest = view
    }
    socket.on(kind as 'board', keep)
    if (kind === 'board')
      socket.on('board', ({ calls }) => {
        for (const { number } of calls) shownCalls.add(number)
      })
    const secretOf = secret === undefined ? {} : { secret }
    watchOver(socket, { [kind]: id, ...secretOf } as never)
    screens.push(screen)
  }
  owner.teardown(() => {
    for (const socket of sockets) socket.disconnect()
  })
  for (const url of urls) {
    open(url, 'board', 'isa-town')
    open(url, 'centre', 'isa-town')
    open(url, 'post', 'isa-town')
    open(url, 'counter', 'isa-town-1')
  }
  let followers = 0
  return {
    screens,
    shownCalls,
    follow: ({ id, secret }) => open(urls[followers++ % urls.length] ?? '', 'ticket', id, secret),
    cut: () => {
      const connected = sockets.filter((socket) => socket.connected).length
      for (const socket of sockets) socket.io.engine?.close()
      return connected
    },
  }
}

/** What a screen shows against what the server says now. */
export const compare = async (
  { name, path, essence, newest }: Screen,
  ask: (path: string) => Promise<Answer>,
): Promise<{ name: string; shows: string; truth: string }> => {
  const { status, body } = await ask(path)
  const words = (view: unknown) => JSON.stringify(essence(view as never))
  return {
    name,
    shows: newest ? words(newest) : 'nothing',
    truth: status === 200 ? words(body) : `${status}`,
  }
}
