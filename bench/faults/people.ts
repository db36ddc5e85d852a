import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, caller, signIn } from '../../test/callers.ts'
import type { Ledger, MoveEvent } from './ledger.ts'

const CENTRE = '/api/centres/isa-town'
const SERVICES = ['renew', 'address', 'biometrics', 'express'] as const
/** Longer than any answer takes that is not stuck: then the next address is tried. */
const PATIENCE_MS = 3000

/** How fast people are; milliseconds between two things that one of them does. */
export interface Pace {
  pressMs: number
  clerkMs: number
}
export const usual: Pace = { pressMs: 450, clerkMs: 60 }

/** Where people ask: the addresses of the web processes, and what a paired device shows. */
export interface Doors {
  urls: readonly string[]
  /** Tokens of kiosks with a printer. */
  kiosks: readonly string[]
}

export interface Crowd {
  /** Nobody begins anything more; resolves when everybody has had an answer. */
  goHome(): Promise<void>
  /** Tickets that were taken, newest last. */
  readonly taken: readonly { id: string; secret: string }[]
}

type Body = Record<string, unknown> | undefined

/** An address that answered last; the next one is tried when it does not. */
const doorOf = ({ urls }: Doors, first: number, headers: Record<string, string>) => {
  let at = first
  const callers = urls.map((url) => caller(url, headers, { withinMs: PATIENCE_MS }))
  return async (method: 'get' | 'post', path: string, body?: Body): Promise<Answer | null> => {
    const asked = callers[at % callers.length]
    try {
      const answer = await asked?.[method](path, body as never)
      return answer ?? null
    } catch {
      // Cut off, refused or not answered in time: nothing was acknowledged.
      at += 1
      return null
    }
  }
}
type Door = ReturnType<typeof doorOf>

/** What there was instead of an acknowledgement; null for one. */
const refusalOf = (answer: Answer | null): string | null => {
  if (!answer) return 'no answer'
  return answer.status < 400 ? null : `${answer.status} ${answer.body?.code ?? ''}`
}

/** Refused for what was asked: to ask again would change nothing. */
const isFinal = (answer: Answer | null): boolean =>
  answer !== null && answer.status < 500 && answer.status !== 429

let phones = 0
const newPhone = () => `39${String(++phones).padStart(6, '0')}`

interface Hall {
  doors: Doors
  ledger: Ledger
  pace: Pace
  isOver: () => boolean
  taken: { id: string; secret: string }[]
}

/** Somebody at a kiosk: asks again with the same request until there is a number. */
const pressOnce = async (hall: Hall, door: Door, requestId: string, phone: string | null) => {
  const { ledger } = hall
  const service = SERVICES[Math.floor(Math.random() * SERVICES.length)] ?? 'renew'
  const body = { service, requestId, language: Math.random() < 0.7 ? 'ar' : 'en', phone }
  for (;;) {
    const askedAt = performance.now()
    const answer = await door('post', `${CENTRE}/tickets`, body)
    const refusal = refusalOf(answer)
    ledger.tried(askedAt, refusal)
    if (answer && refusal === null) {
      const { id, number, secret } = answer.body
      hall.taken.push({ id, secret })
      ledger.note(
        { what: 'issue', ticket: id, number, requestId, slip: true, sms: phone !== null },
        askedAt,
      )
      return
    }
    if (hall.isOver() || isFinal(answer)) return
    await pause(100)
  }
}

let crowds = 0

const pressAtKiosk = async (hall: Hall, kiosk: number, token: string) => {
  const door = doorOf(hall.doors, kiosk, { authorization: `Bearer ${token}` })
  for (let n = 0; !hall.isOver(); n++) {
    await pressOnce(hall, door, `${crowds}-${kiosk}-${n}`, n % 3 === 0 ? newPhone() : null)
    await pause(hall.pace.pressMs * (0.5 + Math.random()))
  }
}

interface AtCounter {
  id: string
  state: string
  service: string
  recallsLeft: number
}

interface Step {
  path: string
  event: MoveEvent
  body: Record<string, unknown>
}

const act = (path: string, event: MoveEvent, body = {}): Step => ({ path, event, body })

/** What a clerk does next with the ticket that is there: mostly serve it to the end. */
const nextStep = ({ state, service, recallsLeft }: AtCounter): Step => {
  const chance = Math.random()
  const elsewhere = { service: service === 'renew' ? 'address' : 'renew' }
  if (state === 'called') {
    if (chance < 0.1 && recallsLeft > 0) return act('recall', 'ticket_recalled')
    if (chance < 0.15) return act('no-show', 'ticket_no_show')
    if (chance < 0.19) return act('park', 'ticket_parked')
    return act('serve', 'ticket_serving')
  }
  if (chance < 0.1) return act('transfer', 'ticket_transferred', elsewhere)
  return act('finish', 'ticket_served')
}

/** A clerk at a counter; after an answer that did not come, they look where they stand. */
const workAt = async (hall: Hall, door: Door, counter: string) => {
  const { ledger, pace } = hall
  const path = `/api/counters/${counter}`
  let ticket: AtCounter | null | undefined
  const ask = async (event: MoveEvent, what: string, body: Body, of: string | null) => {
    const askedAt = performance.now()
    const answer = await door('post', `${path}/${what}`, body)
    const refusal = refusalOf(answer)
    ledger.tried(askedAt, refusal)
    if (!answer || refusal !== null) {
      ticket = undefined
      await pause(100)
      return
    }
    if (answer.status !== 204) {
      ticket = answer.body.ticket
      const moved = of ?? answer.body.ticket.id
      ledger.note({ what: 'move', event, ticket: moved, counter }, askedAt)
      return
    }
    await pause(200)
  }
  while (!hall.isOver()) {
    if (ticket === undefined) {
      const seen = await door('get', path)
      if (seen?.status !== 200) {
        await pause(100)
        continue
      }
      ticket = seen.body.ticket
    }
    if (ticket) {
      const step = nextStep(ticket)
      await ask(step.event, step.path, step.body, ticket.id)
    } else await ask('ticket_called', 'next', {}, null)
    await pause(pace.clerkMs * (0.5 + Math.random()))
  }
}

const openCounter = async (door: Door, counter: string) => {
  while ((await door('post', `/api/counters/${counter}/open`, {}))?.status !== 200) await pause(200)
}

/** A card is put where the server says that there is room; asked until it is told. */
const putAway = async (hall: Hall, door: Door, serial: string) => {
  const near = Math.random() < 0.5 ? 'A-01-01-01' : 'B-01-01-01'
  const free = await door('get', `${CENTRE}/places/free?near=${near}`)
  const place = free?.status === 200 ? free.body.place : null
  while (place !== null && !hall.isOver()) {
    const askedAt = performance.now()
    const answer = await door('post', `${CENTRE}/scans`, { place, serial })
    const refusal = refusalOf(answer)
    hall.ledger.tried(askedAt, refusal)
    if (refusal === null) return hall.ledger.note({ what: 'scan', serial, place }, askedAt)
    if (isFinal(answer)) return undefined
    await pause(100)
  }
}

/** The post section: a delivery is put away, and its cards are moved from slot to slot. */
const moveCards = async (hall: Hall, door: Door, cards: readonly string[]) => {
  for (let n = 0; !hall.isOver(); n++) {
    await putAway(hall, door, cards[n % cards.length] ?? '')
    await pause(hall.pace.clerkMs * 3)
  }
}

const CARDS = 8

/** Announces a delivery. @returns the serials of its cards */
const bringCards = async (door: Door): Promise<string[]> => {
  const batch = `FAULT-${process.pid}-${crowds}`
  const cards = Array.from({ length: CARDS }, (_, n) => `${batch}-${n}`)
  const list = cards.map((serial, n) => ({ serial, citizenId: `95010${1000 + n}` }))
  const answer = await door('post', `${CENTRE}/manifests`, { origin: 'plant', cards: list })
  if (answer?.status !== 201) throw new Error(`no delivery: ${answer?.status}`)
  return cards
}

/** Everybody there is on a busy morning, until they are sent home. */
export const letIn = async (
  doors: Doors,
  ledger: Ledger,
  { clerks = 5, pace = usual }: { clerks?: number; pace?: Pace } = {},
): Promise<Crowd> => {
  crowds += 1
  let over = false
  const hall: Hall = { doors, ledger, pace, isOver: () => over, taken: [] }
  const [url = ''] = doors.urls
  const staffDoor = async (username: string, at: number) =>
    doorOf(doors, at, (await signIn({ url }, username)).headers)
  const desks = await Promise.all(
    Array.from({ length: clerks }, async (_, at) => {
      const counter = `isa-town-${at + 1}`
      const door = await staffDoor(`staff${at + 1}`, at)
      await openCounter(door, counter)
      return { counter, door }
    }),
  )
  const post = await staffDoor('post1', 0)
  const cards = await bringCards(post)
  const working = [
    ...doors.kiosks.map((token, at) => pressAtKiosk(hall, at, token)),
    ...desks.map(({ counter, door }) => workAt(hall, door, counter)),
    moveCards(hall, post, cards),
  ]
  return {
    taken: hall.taken,
    goHome: async () => {
      over = true
      await Promise.all(working)
    },
  }
}
