import type { Child } from '../child.ts'
import type { LoadCalls } from '../clients/load.process.ts'
import type { DawrCalls } from '../dawr.process.ts'
import type { Sample } from '../figures.ts'
import { DEMO_CENTRE } from '../hall.ts'
import { pairKiosk } from './kiosk.ts'
import { adminAt, type SignedIn } from './sign-in.ts'

type Dawr = Pick<Child<DawrCalls>, 'ask'>
type Load = Pick<Child<LoadCalls>, 'ask'>
/** Work as a server is asked for it. */
export type Work = (dawr: Dawr, load: Load) => Promise<() => Promise<Sample>>

const CONNECTIONS = 8
/** A session may ask only so often a minute. */
const ASKED = 600

const at = `/api/centres/${DEMO_CENTRE}`

const get = async <T>({ url, headers }: SignedIn, path: string): Promise<T> => {
  const answer = await fetch(url + path, { headers })
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return JSON.parse(await answer.text())
}

/** The same question again and again, as somebody of the post section asks it. */
const asking =
  (pathOf: (admin: SignedIn) => Promise<string>): Work =>
  async (dawr, load) => {
    const admin = await adminAt(await dawr.ask('where', undefined))
    const path = await pathOf(admin)
    const order = { ...admin, path, bodies: [], connections: CONNECTIONS, amount: ASKED }
    return () => load.ask('flood', order)
  }

/** Carries a card from a slot to another one, and back. */
const moving: Work = async (dawr, load) => {
  const admin = await adminAt(await dawr.ask('where', undefined))
  const { cards } = await get<{ cards: { serial: string; place: string }[] }>(
    admin,
    `${at}/cards?place=A`,
  )
  const [first] = cards
  if (!first) throw new Error('there is no card to move')
  const { place } = await get<{ place: string }>(admin, `${at}/places/free?near=${first.place}`)
  const bodies = [place, first.place].map((to) =>
    JSON.stringify({ serial: first.serial, place: to }),
  )
  // One after another: side by side some scans would find the card where they want it.
  const order = { ...admin, path: `${at}/scans`, bodies, connections: 1, amount: ASKED }
  return () => load.ask('flood', order)
}

/** As a visitor asks at the kiosk whether their card is there. */
const statusAtKiosk: Work = async (dawr, load) => {
  const admin = await adminAt(await dawr.ask('where', undefined))
  const order = {
    url: admin.url,
    path: '/api/card-status',
    headers: { authorization: `Bearer ${await pairKiosk(admin)}` },
    bodies: [JSON.stringify({ citizenId: '900112345' })],
    connections: CONNECTIONS,
    amount: ASKED,
  }
  return () => load.ask('flood', order)
}

/** What the post section and its visitors ask for all day. */
export const postWorks: Record<string, Work> = {
  'look a card up': asking(async (admin) => {
    const { cards } = await get<{ cards: { serial: string }[] }>(admin, `${at}/cards?place=A`)
    return `${at}/cards?serial=${cards[0]?.serial}`
  }),
  'scan a card into a slot': moving,
  'find a free slot': asking(async () => `${at}/places/free?near=A-01-01-01`),
  'the page of the post section': asking(async () => `${at}/post`),
  'is my card ready, at the kiosk': statusAtKiosk,
}
