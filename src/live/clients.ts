import type { DefaultEventsMap, Namespace, Socket } from 'socket.io'
import { type Asker, askerOf, SESSION_COOKIE } from '../access.ts'
import { CannotWrite } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import { languageOf } from '../language.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { sentenceOf } from '../sentences.ts'
import type { ClientEvents, ServerEvents, WatchAnswer } from './events.ts'
import type { Guard } from './guard.ts'
import { parseRoom, type Room, room, watched } from './rooms.ts'
import { admit } from './watching.ts'

const ROOMS_PER_CLIENT = 16
/**
 * What a client may ask at once, and each second after that: each asking costs a view. A page asks
 * for a handful; a program that follows one ticket after another asks for a few a second.
 */
const ASKING_BURST = 300
const ASKING_PER_SEC = 30
/**
 * The same for all clients of one address together: a hall full of phones that come back at once,
 * and the pace of many halls. Whoever pretends to be many is held to it.
 */
const ADDRESS_BURST = 10_000
const ADDRESS_PER_SEC = 200
/** One who goes on asking, however often it is told to wait, is no page of ours. */
const REFUSED_MAX = 100
/** Staff and devices are looked up again so often: one who was sent away sees nothing for longer. */
const ADMIT_AGAIN_MS = 10_000

/** What may be asked still, and when that was last reckoned. */
interface Bucket {
  left: number
  at: number
}

/** What is kept of a client: the rooms it watches, and whether by a ticket's secret. */
interface Client extends Bucket {
  watching: Map<Room, boolean>
  /** How many askings more it was told to wait for than it was granted. */
  refused: number
}

export type LiveNamespace = Namespace<ClientEvents, ServerEvents, DefaultEventsMap, Client>
export type LiveSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap, Client>

/** What watching leads to. */
interface Hall {
  guard: Pick<Guard, 'join' | 'leave' | 'addressOf'>
  /** Somebody entered a room: its centre is known. */
  entered(name: Room, centreId: string): void
  /** Sends the current view of a room to the one who just came; never rejects. */
  greet(socket: LiveSocket, name: Room): Promise<void>
}

/** Whether one more may be asked now, of a bucket that fills again with time. */
const takeOne = (bucket: Bucket, burst: number, perSec: number): boolean => {
  const now = performance.now()
  const refilled = bucket.left + ((now - bucket.at) / 1000) * perSec
  bucket.at = now
  bucket.left = Math.min(burst, refilled)
  if (bucket.left < 1) return false
  bucket.left -= 1
  return true
}

const refusalAnswer = (socket: LiveSocket, refusal: Refusal): WatchAnswer => ({
  ok: false,
  code: refusal.refused,
  detail: sentenceOf(refusal, languageOf(socket.handshake.headers['accept-language'])),
})

/**
 * Attends to the clients of `/live`: what they ask to watch, how often, and whether they still may.
 * @returns stops looking them up again
 */
export const attendClients = (
  live: LiveNamespace,
  deps: Deps,
  parseCookie: (header: string) => Record<string, string | undefined>,
  hall: Hall,
): (() => void) => {
  const askerFor = (socket: LiveSocket): Promise<Asker> => {
    const { cookie, authorization } = socket.handshake.headers
    const token: unknown = socket.handshake.auth.token
    return askerOf(deps, {
      cookie: parseCookie(cookie ?? '')[SESSION_COOKIE],
      authorization: typeof token === 'string' ? `Bearer ${token}` : authorization,
    })
  }

  const buckets = new Map<string, Bucket>()
  /** Whether this client, and its address, may ask once more now. */
  const mayAsk = (socket: LiveSocket): boolean => {
    const { data } = socket
    const address = hall.guard.addressOf(socket.conn)
    let bucket = buckets.get(address)
    if (!bucket) {
      bucket = { left: ADDRESS_BURST, at: performance.now() }
      buckets.set(address, bucket)
    }
    const may =
      takeOne(data, ASKING_BURST, ASKING_PER_SEC) && takeOne(bucket, ADDRESS_BURST, ADDRESS_PER_SEC)
    data.refused = may ? Math.max(0, data.refused - 1) : data.refused + 1
    if (data.refused > REFUSED_MAX) socket.conn.close(true)
    return may
  }

  /** The room that was entered, or why not. */
  const watch = async (socket: LiveSocket, sent: unknown): Promise<Room | Refusal> => {
    if (!mayAsk(socket)) return refuse('too_many_requests', { seconds: 1 })
    const what = watched(sent)
    if (!what) return refuse('malformed', { why: 'watch' })
    const { watching } = socket.data
    const name = room(what.kind, what.id)
    const isNew = !watching.has(name)
    if (isNew && watching.size >= ROOMS_PER_CLIENT)
      return refuse('too_many_requests', { seconds: 1 })
    // Taken before anything is awaited, so that askings side by side are counted.
    watching.set(name, what.secret !== undefined)
    let admitted: { centreId: string } | Refusal | undefined
    try {
      admitted = await admit(deps, await askerFor(socket), what)
    } finally {
      // The database was away: a room that was open before stays open.
      if (!admitted && isNew) watching.delete(name)
    }
    if (isRefusal(admitted)) {
      watching.delete(name)
      await socket.leave(name)
      return admitted
    }
    await socket.join(name)
    hall.entered(name, admitted.centreId)
    return name
  }

  /** The room that was left, or why not. */
  const unwatch = async (socket: LiveSocket, sent: unknown): Promise<Room | Refusal> => {
    const what = watched(sent)
    if (!what) return refuse('malformed', { why: 'unwatch' })
    const name = room(what.kind, what.id)
    socket.data.watching.delete(name)
    await socket.leave(name)
    return name
  }

  /** What a client may hear of a fault: the same codes as over HTTP. */
  const refusalFor = (error: unknown): Refusal => {
    if (error instanceof CannotWrite) return refuse('cannot_write')
    deps.log.error({ err: error }, 'watching failed')
    return refuse('bug', { requestId: 'socket' })
  }

  const answer = (socket: LiveSocket, reply: unknown, outcome: Room | Refusal) => {
    // A client that wants no answer sends none to call.
    if (typeof reply !== 'function') return
    reply(isRefusal(outcome) ? refusalAnswer(socket, outcome) : { ok: true })
  }

  /** Who is looked up only when there is no room for everybody. */
  const isOurs = async (socket: LiveSocket): Promise<boolean> => {
    const { kind } = await askerFor(socket)
    return kind === 'staff' || kind === 'device'
  }
  live.use(async (socket, next) => {
    const { conn } = socket
    try {
      if (hall.guard.join(conn, false)) return next()
      if ((await isOurs(socket)) && hall.guard.join(conn, true)) return next()
    } catch (error) {
      deps.log.warn({ err: error }, 'nobody could be looked up')
    }
    // Ended, not refused: so it comes back by itself, a little later each time.
    conn.close()
  })
  // One function for all of them, not one more for each.
  function onDisconnect(this: LiveSocket) {
    hall.guard.leave(this.conn)
  }
  live.on('connection', (socket: LiveSocket) => {
    socket.on('disconnect', onDisconnect)
    Object.assign(socket.data, {
      watching: new Map(),
      left: ASKING_BURST,
      at: performance.now(),
      refused: 0,
    } satisfies Client)
    socket.on('watch', async (sent: unknown, reply: unknown) => {
      const outcome = await watch(socket, sent).catch(refusalFor)
      answer(socket, reply, outcome)
      if (!isRefusal(outcome)) await hall.greet(socket, outcome)
    })
    socket.on('unwatch', async (sent: unknown, reply: unknown) => {
      answer(socket, reply, await unwatch(socket, sent).catch(refusalFor))
    })
  })

  /** Lets a client go whose session, account or device was ended; secrets and boards do not end. */
  const admitAgain = async (socket: LiveSocket) => {
    let asker: Asker | undefined
    for (const [name, isBySecret] of socket.data.watching) {
      const { kind, id } = parseRoom(name)
      if (kind === 'board' || isBySecret) continue
      const asked = { kind, id, secret: undefined }
      asker ??= await askerFor(socket)
      const admitted = await admit(deps, asker, asked)
      // It connects again and is told why at what it watches.
      if (isRefusal(admitted)) return void socket.disconnect(true)
    }
  }
  const admitting = setInterval(() => {
    for (const socket of live.sockets.values())
      admitAgain(socket).catch((error: unknown) => {
        // The database is away, and with it every reason to send anybody away.
        deps.log.warn({ err: error }, 'nobody was looked up again')
      })
  }, ADMIT_AGAIN_MS)
  admitting.unref()
  /** A bucket that is full again says no more than none. */
  const clearing = setInterval(() => {
    const fullSince = performance.now() - (ADDRESS_BURST / ADDRESS_PER_SEC) * 1000
    for (const [address, { at }] of buckets) if (at < fullSince) buckets.delete(address)
  }, ADMIT_AGAIN_MS)
  clearing.unref()
  return () => {
    clearInterval(admitting)
    clearInterval(clearing)
  }
}
