import { insertPlaces } from '../../src/cards/place.store.ts'
import { places } from '../../src/cards/place.ts'
import type { Database } from '../../src/db/transact.ts'
import { pairedKiosk, signedIn } from '../cards/app.ts'
import { done, givenCard } from '../cards/given.ts'
import { handSetClock } from '../databases.ts'
import { buildCentre } from '../factories.ts'

type Headers = Record<string, string>

/** A centre of its own for one history: nobody waits, every counter is closed. */
export interface Hall {
  centre: string
  counters: readonly { id: string; services: readonly string[]; headers: Headers }[]
  kiosk: Headers
  post: Headers
  /** All in hand. */
  serials: readonly string[]
  slots: readonly string[]
}

export const SERVICES = ['s1', 's2']
/** Without a rule that depends on the time of anything but issuing and calling. */
export const hallSettings = {
  rates: { regular: 1, appointment: 2, priority: 3, express: 3 },
  recallsMax: 2,
  noShowAfterSec: 0,
  returnWithinMin: 60,
}
const COUNTERS = 8
/** The last counters do only the second service. */
const SPECIAL = 2
const CARDS = 5

/** The database is filled before the servers start on it. */
export const givenHall = async (db: Database): Promise<Hall> => {
  const clock = handSetClock(Date.now())
  const built = await buildCentre(db, { services: 2, counters: COUNTERS, settings: hallSettings })
  const centre = built.id
  const planned = done(places('A: 1 cabinet × 1 drawer × 6 slots'))
  await db.amend(() => insertPlaces(centre, planned))
  const serials = Array.from({ length: CARDS }, (_, at) => `${centre}-N-${at}`.toUpperCase())
  for (const serial of serials) await givenCard(db, centre, serial, { phoneCipher: null })
  const counters: Hall['counters'][number][] = []
  for (const [at, id] of built.counters.entries())
    counters.push({
      id,
      services: at < COUNTERS - SPECIAL ? SERVICES : SERVICES.slice(1),
      headers: await signedIn(db, clock, 'clerk', centre),
    })
  return {
    centre,
    counters,
    kiosk: await pairedKiosk(db, centre),
    post: await signedIn(db, clock, 'post', centre),
    serials,
    slots: planned.filter(({ kind }) => kind === 'slot').map(({ code }) => code),
  }
}
