import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import type { BoardView, TicketView, Watch } from '../../src/live/events.ts'
import {
  type Body,
  caller,
  KIOSK_TOKEN,
  keepWatching,
  type LiveClient,
  liveClient,
  signIn,
} from '../running.ts'

const BOARDS = 12
const PHONES = 6
const CLERKS = 3
const READERS = 4
/** Clients that ask so seldom that their connection rests, for up to longer than one is kept. */
const SELDOM = 12

interface Asked {
  status: number
  body: Body
}
type Ask = (
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: object,
) => Promise<Asked>

/** As browsers and programs with undici ask: one pool of connections for all. */
const byFetch =
  (url: string): Ask =>
  async (method, path, headers, body) => {
    const { get, post } = caller(url, headers)
    return method === 'GET' ? get(path) : post(path, body)
  }

/** As programs with node:http and a keep-alive agent of their own ask. */
const byAgent = (t: Test, url: string): Ask => {
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  return (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const json = { 'content-type': 'application/json' }
      const all = { ...headers, ...(body && json) }
      const asked = request(url + path, { method, agent, headers: all }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: answer.statusCode ?? 0, body: text ? JSON.parse(text) : '' })
        })
      })
      asked.on('error', reject)
      asked.end(body && JSON.stringify(body))
    })
}

export interface WatchingSocket {
  /** The newest view it was shown, as far as it is the same for everybody who asks. */
  shown: string
  /** Where the same view is to be had over HTTP, and with which headers. */
  path: string
  headers: Record<string, string>
  /** How often its connection was cut. */
  cuts: number
}

/** What a view says of calls, lines and states: estimates and places move on with the clock. */
export const gist = (view: BoardView | TicketView): string =>
  JSON.stringify(
    'calls' in view
      ? [view.calls, view.waiting.map(({ service, count }) => [service, count])]
      : [view.number, view.state, view.counter],
  )

export interface LoadResult {
  answers: number
  /** Every request that was not answered as a healthy server would. */
  failures: string[]
  /** Refused unread, and asked again: by a machine that has no time, restarts or none. */
  tooBusy: number
  /** The acknowledged tickets: numbers by id. */
  pressed: Map<string, string>
  /** The ids of tickets in the order in which their calls were acknowledged. */
  called: string[]
  sockets: WatchingSocket[]
}

/**
 * A hall at work: kiosks, clerks, readers of both kinds of HTTP clients, some of which ask seldom,
 * and sockets. Nobody asks twice, but for what a machine without time refused to read.
 * @param restSec how long those who ask seldom rest at most
 */
export const startLoad = async (
  t: Test,
  url: string,
  restSec: number,
): Promise<{ stop(): Promise<LoadResult> }> => {
  const result: LoadResult = {
    answers: 0,
    failures: [],
    tooBusy: 0,
    pressed: new Map(),
    called: [],
    sockets: [],
  }
  let stopped = false
  const kioskHeaders = { authorization: `Bearer ${KIOSK_TOKEN}` }
  const wayOf = (at: number): Ask => (at % 2 ? byAgent(t, url) : byFetch(url))

  const ask = async (way: Ask, ...what: Parameters<Ask>): Promise<Asked | undefined> => {
    const [method, path] = what
    const askedAt = new Date().toISOString()
    try {
      const answer = await way(...what)
      result.answers += 1
      if (answer.status < 300) return answer
      if (answer.body.code === 'overloaded') {
        result.tooBusy += 1
        return ask(way, ...what)
      }
      result.failures.push(`${askedAt} ${method} ${path}: ${answer.status} ${answer.body.code}`)
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error
      result.failures.push(`${askedAt} ${method} ${path}: ${cause}`)
    }
    return undefined
  }

  let presses = 0
  const pressOnce = async (way: Ask) => {
    const n = ++presses
    const phone = n % 10 === 0 ? { phone: `36${String(n).padStart(6, '0')}` } : {}
    const body = { service: 'renew', requestId: `load-${n}`, ...phone }
    const answer = await ask(way, 'POST', '/api/centres/isa-town/tickets', kioskHeaders, body)
    if (!answer) return undefined
    result.pressed.set(answer.body.id, answer.body.number)
    return answer.body
  }
  const repeat = async (restMs: number, once: () => Promise<unknown>) => {
    while (!stopped) {
      await once()
      await pause(Math.random() * restMs)
    }
  }
  const clerk = async (at: number) => {
    const staff = await signIn({ url }, `staff${at}`)
    const way = wayOf(at)
    const act = (what: string, body?: object) =>
      ask(way, 'POST', `/api/counters/isa-town-${at}/${what}`, staff.headers, body)
    await act('open', {})
    return repeat(80, async () => {
      const next = await act('next')
      if (next?.status !== 200) return
      result.called.push(next.body.ticket.id)
      await act('serve')
      await act('finish', {})
    })
  }
  /** Behind a balancer that reads nothing, everybody has one address; here each says another one. */
  const from = (at: number) => ({ 'x-forwarded-for': `203.0.113.${at}` })
  const read = (at: number, restMs: number) => {
    const way = wayOf(at)
    return repeat(restMs, () => ask(way, 'GET', '/api/centres/isa-town/board', from(at)))
  }
  const seldom = (at: number) => {
    const way = byAgent(t, url)
    const restMs = restSec * 1000 * 1.5
    if (at % 2) return repeat(restMs, () => pressOnce(way))
    return repeat(restMs, () => ask(way, 'GET', '/api/centres/isa-town', from(at + READERS)))
  }

  const follow = (socket: LiveClient, what: Watch, over: string, headers = {}) => {
    const seen: WatchingSocket = { shown: '', path: over, headers, cuts: 0 }
    let newest = -1
    const see = (view: BoardView | TicketView) => {
      if (view.revision < newest) return
      newest = view.revision
      seen.shown = gist(view)
    }
    socket.on('board', see)
    socket.on('ticket', see)
    socket.on('disconnect', () => {
      seen.cuts += 1
    })
    result.sockets.push(seen)
    return keepWatching(socket, what)
  }
  for (let at = 0; at < BOARDS; at++)
    await follow(await liveClient(t, { url }), { board: 'isa-town' }, '/api/centres/isa-town/board')
  for (let at = 0; at < PHONES; at++) {
    const ticket = await pressOnce(byFetch(url))
    const { id, secret } = ticket
    await follow(await liveClient(t, { url }), { ticket: id, secret }, `/api/tickets/${id}`, {
      authorization: `Bearer ${secret}`,
    })
  }

  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1)
  const loops = [
    ...numbers(2).map((at) => repeat(60, () => pressOnce(wayOf(at)))),
    ...numbers(CLERKS).map(clerk),
    ...numbers(READERS).map((at) => read(at, 200)),
    ...numbers(SELDOM).map(seldom),
  ]
  return {
    stop: async () => {
      stopped = true
      await Promise.all(loops)
      return result
    },
  }
}
