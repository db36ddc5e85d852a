import type { TicketClass } from '../../src/tickets/ticket.ts'
import type { Answer } from '../running.ts'
import { freshAddress } from '../whole/roles.ts'
import { type Hall, SERVICES } from './given.ts'
import type { HallInput, HallOutput } from './hall.ts'
import type { Recorder } from './recorder.ts'
import type { ShelfInput, ShelfOutput } from './shelf.ts'

/** What all clients of one history share. */
export interface Scene {
  hall: Hall
  tickets: Recorder<HallInput, HallOutput>
  cards: Recorder<ShelfInput, ShelfOutput>
  classes: readonly TicketClass[]
  /** From 0 to 1, always the same for one seed. */
  random: () => number
  /** The ids of those that were issued, and of those that were parked. */
  issued: Set<string>
  parked: Set<string>
}

export const pick = <T>(random: () => number, of: readonly T[]): T | undefined =>
  of[Math.floor(random() * of.length)]

/** One of so many requests is cut off, within so many milliseconds. */
const CUT_OF = 20
const CUT_MS = 12
const cutAfterMs = (random: () => number): number | undefined =>
  random() < 1 / CUT_OF ? random() * CUT_MS : undefined

const said = ({ status, body }: Answer): string => (status < 300 ? 'ok' : String(body.code))

const lookOf = (answer: Answer): HallOutput => {
  const { id, number, service, state } = answer.body
  return answer.status === 200
    ? { said: 'ok', ticket: id, number, service, state }
    : { said: said(answer) }
}

const calledOf = (answer: Answer): HallOutput => {
  if (answer.status === 204) return { said: 'nobody_waits' }
  if (answer.status !== 200) return { said: said(answer) }
  const { ticket, reason } = answer.body
  const { id, number, calledAt } = ticket
  return { said: 'ok', ticket: id, number, at: Date.parse(calledAt), reason }
}

/** Presses until it has an answer: whose answer was lost asks once more for the same. */
const press = async (scene: Scene, client: string, request: string) => {
  const { hall, random, classes, tickets } = scene
  const service = random() < 0.7 ? 's1' : 's2'
  const ticketClass = pick(random, classes) ?? 'regular'
  for (;;) {
    const answer = await tickets.record({
      client,
      input: { do: 'issue', request, service, class: ticketClass },
      send: {
        method: 'POST',
        path: `/api/centres/${hall.centre}/tickets`,
        body: { service, requestId: request, class: ticketClass },
        headers: hall.kiosk,
      },
      read: (told) => ({
        said: told.status === 200 ? 'repeated' : said(told),
        ticket: told.body.id,
        number: told.body.number,
      }),
      cutAfterMs: cutAfterMs(random),
    })
    if (!answer) continue
    scene.issued.add(answer.body.id)
    return { id: String(answer.body.id), secret: String(answer.body.secret) }
  }
}

/** Looks at a ticket as the kiosk may. */
export const look = ({ tickets, hall }: Scene, client: string, ticket: string) =>
  tickets.record({
    client,
    input: { do: 'look', ticket },
    send: { method: 'GET', path: `/api/tickets/${ticket}`, headers: hall.kiosk },
    read: lookOf,
    cutAfterMs: undefined,
  })

/** Comes, and may look, leave, or come back after a no-show. */
export const visitor = async (scene: Scene, client: string, turns: number): Promise<void> => {
  const { random, tickets } = scene
  const mine: { id: string; secret: string }[] = []
  const address = freshAddress()
  for (let turn = 0; turn < turns; turn++) {
    const one = pick(random, mine)
    const chance = random()
    if (!one || chance < 0.5)
      mine.push(await press(scene, client, `${scene.hall.centre} ${client} ${turn}`))
    else if (chance < 0.7) await look(scene, client, one.id)
    else {
      const move = chance < 0.85 ? 'return' : 'leave'
      await tickets.record({
        client,
        input: { do: move, ticket: one.id },
        send: {
          method: 'POST',
          path: `/api/tickets/${one.id}/${move}`,
          headers: { authorization: `Bearer ${one.secret}`, ...address },
        },
        read: (answer) => ({ said: said(answer) }),
        cutAfterMs: cutAfterMs(random),
      })
      await look(scene, client, one.id)
    }
  }
}

type CounterMove = Extract<HallInput, { counter: number }>['do']
/** A visit at the counter in order; a member of staff mostly keeps to it. */
const visit: readonly (readonly CounterMove[])[] = [
  ['next'],
  ['serve', 'serve', 'recall', 'no_show', 'park'],
  ['finish', 'finish', 'transfer', 'transfer', 'park'],
]
const anything: readonly CounterMove[] = [...visit.flat(), 'next']
/** Only the first browser opens and closes: which of two did it, the outbox does not say. */
const andDoors: readonly CounterMove[] = [...anything, 'open', 'open', 'open', 'pause', 'close']

/** Sees a counter: its state, and the ticket at it, each of which is a look of its own. */
export const watchCounter = async (scene: Scene, client: string, counter: number) => {
  const { hall, tickets } = scene
  const headers = hall.counters[counter]?.headers ?? {}
  const path = `/api/counters/${hall.counters[counter]?.id}`
  const before = tickets.operations.length
  const answer = await tickets.record({
    client,
    input: { do: 'state_of', counter },
    send: { method: 'GET', path, headers },
    read: ({ body }) => ({ said: body.state }),
    cutAfterMs: undefined,
  })
  const seen = tickets.operations.findLast(
    (one, at) => at >= before && one.client === client && one.input.do === 'state_of',
  )
  if (!answer || !seen) return
  const { ticket } = answer.body
  const output = ticket ? lookOf({ ...answer, body: ticket }) : { said: 'ok', ticket: null }
  tickets.operations.push({ ...seen, input: { do: 'ticket_at', counter }, output })
}

/** Works at a counter in one of the two browsers of its member of staff. */
export const clerk = async (
  scene: Scene,
  client: string,
  { counter, isFirst, turns }: { counter: number; isFirst: boolean; turns: number },
) => {
  const { hall, random, tickets } = scene
  const { id, services, headers } = hall.counters[counter] ?? { id: '', services: [], headers: {} }
  const act = (move: CounterMove) => {
    const service = pick(random, SERVICES) ?? ''
    const body = { open: { services }, pause: { reason: 'prayer' }, transfer: { service } }
    return tickets.record({
      client,
      input: move === 'transfer' ? { do: move, counter, service } : { do: move, counter },
      send: {
        method: 'POST',
        path: `/api/counters/${id}/${move.replace('_', '-')}`,
        body: Object.entries(body).find(([name]) => name === move)?.[1] ?? {},
        headers,
      },
      read: move === 'next' ? calledOf : (answer) => ({ said: said(answer) }),
      cutAfterMs: cutAfterMs(random),
    })
  }
  const unpark = async () => {
    const ticket = pick(random, [...scene.parked])
    if (ticket === undefined) return
    await tickets.record({
      client,
      input: { do: 'unpark', ticket },
      send: { method: 'POST', path: `/api/tickets/${ticket}/unpark`, headers },
      read: (answer) => ({ said: said(answer) }),
      cutAfterMs: cutAfterMs(random),
    })
  }
  // Without an open counter nobody is called: asked until it is answered.
  while (isFirst && !(await act('open')));
  const others = isFirst ? andDoors : anything
  let step = 0
  let called: string | undefined
  for (let turn = 0; turn < turns; turn++) {
    const chance = random()
    if (chance < 0.08) await watchCounter(scene, client, counter)
    else if (chance < 0.16) await (called && look(scene, client, called))
    else if (chance < 0.22) await unpark()
    else {
      const isPlanned = chance < 0.85
      const move = pick(random, isPlanned ? (visit[step % visit.length] ?? []) : others)
      const answer = move && (await act(move))
      if (isPlanned) step++
      if (answer?.status === 200 && move === 'next') called = answer.body.ticket.id
      if (answer?.status === 200 && move === 'park' && called) scene.parked.add(called)
    }
  }
}

/** Puts cards into slots, of which there are hardly more than cards, and looks where they are. */
export const shelver = async (scene: Scene, client: string, turns: number): Promise<void> => {
  const { hall, random, cards } = scene
  const centre = `/api/centres/${hall.centre}`
  const headers = hall.post
  for (let turn = 0; turn < turns; turn++) {
    const serial = pick(random, hall.serials) ?? ''
    const place = pick(random, [...hall.slots, 'A-09-09-09']) ?? ''
    const chance = random()
    if (chance < 0.7)
      await cards.record({
        client,
        input: { do: 'scan', serial, place },
        send: { method: 'POST', path: `${centre}/scans`, body: { serial, place }, headers },
        read: (answer) => {
          if (answer.status !== 200) return { said: said(answer) }
          const isThere = answer.body.warnings.includes('already_there')
          return { said: isThere ? 'already_there' : 'ok', place: answer.body.place }
        },
        cutAfterMs: cutAfterMs(random),
      })
    else if (chance < 0.85)
      await cards.record({
        client,
        input: { do: 'where', serial },
        send: { method: 'GET', path: `/api/cards/${serial}`, headers },
        read: ({ body }) => ({ said: 'ok', place: body.place }),
        cutAfterMs: undefined,
      })
    else
      await cards.record({
        client,
        input: { do: 'lying', place },
        send: { method: 'GET', path: `${centre}/cards?place=${place}`, headers },
        read: ({ body }) => ({
          said: 'ok',
          serials: body.cards.map((card: { serial: string }) => card.serial),
        }),
        cutAfterMs: undefined,
      })
  }
}
