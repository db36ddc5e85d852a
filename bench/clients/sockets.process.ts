import { io, type Socket } from 'socket.io-client'
import { answerParent, machineMs } from '../child.ts'

/** Many clients of a socket.io server: each watches one thing, and says when it was told of it. */
interface Crowd {
  /** With the namespace in its path. */
  url: string
  /** The event that brings the view. */
  event: string
  /** What each client sends with `watch`, one client for each. */
  watches: unknown[]
}

/** Connections opened at a time. */
const AT_ONCE = 50
const TOLD_WITHIN_MS = 60_000

const crowds = new Map<string, Socket[]>()

/** Clients of one network behind its one address: a single machine may not pretend to be so many. */
const A_NETWORK = 1000
let joined = 0
/** As a proxy on this machine would say it: networks differ between the processes of a crowd, too. */
const nextAddress = (): string => {
  const network = Math.floor(joined++ / A_NETWORK)
  return `10.${(process.pid >> 8) & 255}.${process.pid & 255}.${network & 255}`
}

const join = (url: string, event: string, what: unknown): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { 'x-forwarded-for': nextAddress() },
    })
    socket.once('connect_error', reject)
    // The first view comes after the acknowledgement, so then the client is in its room.
    socket.once(event, () => resolve(socket))
    socket.once('connect', () =>
      socket.emit('watch', what, (answer: { ok: boolean }) => {
        if (!answer.ok) reject(new Error(`may not watch ${JSON.stringify(what)}`))
      }),
    )
  })

/** Connects a crowd, and waits until each of it has its first view. */
const connect = async ({ name, crowd }: { name: string; crowd: Crowd }): Promise<void> => {
  const { url, event, watches } = crowd
  const sockets: Socket[] = []
  for (let from = 0; from < watches.length; from += AT_ONCE)
    sockets.push(
      ...(await Promise.all(
        watches.slice(from, from + AT_ONCE).map((what) => join(url, event, what)),
      )),
    )
  crowds.set(name, sockets)
}

let told: Promise<number[]> | undefined

/** From now on the next view of each client counts. */
const listen = ({ name, event }: { name: string; event: string }): void => {
  const sockets = crowds.get(name) ?? []
  const { promise, resolve, reject } = Promise.withResolvers<number[]>()
  const at: number[] = []
  const late = setTimeout(
    () => reject(new Error(`${at.length} of ${sockets.length} were told`)),
    TOLD_WITHIN_MS,
  )
  for (const socket of sockets)
    socket.once(event, () => {
      at.push(machineMs())
      if (at.length < sockets.length) return
      clearTimeout(late)
      resolve(at)
    })
  told = promise
  // Asked for with `told`, where a failure is heard.
  promise.catch(() => undefined)
}

let heard = 0

/** From now on every view of each client is counted. */
const count = ({ name, event }: { name: string; event: string }): void => {
  heard = 0
  for (const socket of crowds.get(name) ?? []) socket.on(event, () => heard++)
}

const disconnect = ({ name }: { name: string }): void => {
  for (const socket of crowds.get(name) ?? []) socket.disconnect()
  crowds.delete(name)
}

const calls = {
  connect,
  listen,
  /** When each client was told since `listen`. */
  told: () => told ?? [],
  count,
  /** How many views there were since `count`. */
  counted: () => heard,
  disconnect,
}
export type SocketCalls = typeof calls

answerParent(calls, async () => {
  for (const name of [...crowds.keys()]) disconnect({ name })
})
