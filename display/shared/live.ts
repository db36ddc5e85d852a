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

/** The views by the name of their event. */
export interface Views {
  board: BoardView
  ticket: TicketView
  counter: CounterView
  centre: CentreView
  post: PostView
}
export type ViewKind = keyof Views

/** Whether views come in, and since when that is so. */
export interface Connection {
  state: 'connecting' | 'connected' | 'lost'
  since: Date
}

export interface Refused {
  code: string
  detail: string
}

export interface WatchOptions<V> {
  onView: (view: V, isFirstAfterConnect: boolean) => void
  /** The server will not show this: unknown, or not allowed. */
  onRefused?: (refused: Refused) => void
  /** A ticket's secret. */
  secret?: string
}

interface Watcher<V> extends WatchOptions<V> {
  what: Watch
  id: string
  revision: number
  isFirst: boolean
}
type Watchers = { [K in ViewKind]: Set<Watcher<Views[K]>> }

/** What passes by itself: it is asked again, and nobody is told. */
const PASSING = new Set(['cannot_write', 'too_many_requests', 'bug'])
const ANSWER_MS = 5_000
const AGAIN_MS = 2_000

const watchOf = (kind: ViewKind, id: string, secret: string | undefined): Watch => {
  switch (kind) {
    case 'board':
      return { board: id }
    case 'ticket':
      return { ticket: id, secret: secret ?? '' }
    case 'counter':
      return { counter: id }
    case 'centre':
      return { centre: id }
    case 'post':
      return { post: id }
  }
}

/**
 * The page's one connection to `/live`. It says again what it watches after every connect, keeps
 * the newest revision of each view and drops older ones.
 */
const createLive = () => {
  const socket: Socket<ServerEvents, ClientEvents> = io('/live', {
    autoConnect: false,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
    timeout: 8_000,
  })
  const watchers: Watchers = {
    board: new Set(),
    ticket: new Set(),
    counter: new Set(),
    centre: new Set(),
    post: new Set(),
  }
  let connection: Connection = { state: 'connecting', since: new Date() }
  const listeners = new Set<() => void>()
  const refusedListeners = new Set<(refused: Refused) => void>()

  const become = (state: Connection['state']): void => {
    if (connection.state === state) return
    connection = { state, since: new Date() }
    for (const listener of listeners) listener()
  }

  const deliver = <V extends { revision: number }>(
    these: Set<Watcher<V>>,
    id: string,
    view: V,
  ): void => {
    for (const watcher of these) {
      if (watcher.id !== id || view.revision < watcher.revision) continue
      watcher.revision = view.revision
      const { isFirst } = watcher
      watcher.isFirst = false
      watcher.onView(view, isFirst)
    }
  }

  const ask = async <V>(these: Set<Watcher<V>>, watcher: Watcher<V>): Promise<void> => {
    if (!socket.connected || !these.has(watcher)) return
    const askAgain = () => setTimeout(() => void ask(these, watcher), AGAIN_MS)
    try {
      const answer = await socket.timeout(ANSWER_MS).emitWithAck('watch', watcher.what)
      if (answer.ok) return
      if (PASSING.has(answer.code)) askAgain()
      else {
        watcher.onRefused?.(answer)
        for (const listener of refusedListeners) listener(answer)
      }
    } catch {
      // Expected: no answer in time. While connected we ask again; a reconnect asks by itself.
      askAgain()
    }
  }

  const askAll = <V>(these: Set<Watcher<V>>): void => {
    for (const watcher of these) {
      watcher.isFirst = true
      void ask(these, watcher)
    }
  }

  socket.on('board', (view) => deliver(watchers.board, view.centre, view))
  socket.on('ticket', (view) => deliver(watchers.ticket, view.id, view))
  socket.on('counter', (view) => deliver(watchers.counter, view.id, view))
  socket.on('centre', (view) => deliver(watchers.centre, view.centre, view))
  socket.on('post', (view) => deliver(watchers.post, view.centre, view))
  socket.on('connect', () => {
    become('connected')
    askAll(watchers.board)
    askAll(watchers.ticket)
    askAll(watchers.counter)
    askAll(watchers.centre)
    askAll(watchers.post)
  })
  const connectLater = (): void => {
    setTimeout(() => socket.connect(), AGAIN_MS)
  }
  socket.on('connect_error', () => {
    become('lost')
    // Refused by the server itself: socket.io tries again by itself only when the way failed.
    if (!socket.active) connectLater()
  })
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') become('lost')
    // Sent away because something may not be watched any more: socket.io stays away by itself then.
    if (reason === 'io server disconnect') connectLater()
  })

  return {
    /**
     * Shows one thing as it is now and from now on. @param id of the centre, ticket or counter
     * @returns stops it
     */
    watch<K extends ViewKind>(kind: K, id: string, options: WatchOptions<Views[K]>): () => void {
      const these: Set<Watcher<Views[K]>> = watchers[kind]
      const what = watchOf(kind, id, options.secret)
      const watcher: Watcher<Views[K]> = { ...options, what, id, revision: -1, isFirst: true }
      these.add(watcher)
      if (socket.connected) void ask(these, watcher)
      else socket.connect()
      return () => {
        these.delete(watcher)
        // Another part of the page may watch the same, and goes on being told.
        if ([...these].some((other) => other.id === id)) return
        // Its answer changes nothing here: views of what nobody watches are dropped anyway.
        if (socket.connected) socket.emit('unwatch', what, () => undefined)
      }
    },
    /** Told of everything the server will not show. */
    onRefused(listener: (refused: Refused) => void): void {
      refusedListeners.add(listener)
    },
    connection: (): Connection => connection,
    /** Told at each change of the connection. @returns stops it */
    onConnection(listener: () => void): () => void {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    /** Connects anew and fetches every view again: after a sleep a socket may only seem alive. */
    refresh(): void {
      socket.disconnect()
      socket.connect()
    },
  }
}

export const live = createLive()
