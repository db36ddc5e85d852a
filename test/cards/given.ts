import { demoCards, shelveDemoCards } from '../../src/cards/card.demo.ts'
import { type CardRow, cardBySerial, insertCards } from '../../src/cards/card.store.ts'
import { handOver } from '../../src/cards/handover.store.ts'
import {
  announceCards,
  beginDelivery,
  openDelivery,
  type SealedCard,
} from '../../src/cards/manifest.store.ts'
import { openPick } from '../../src/cards/pick.store.ts'
import { insertPlaces } from '../../src/cards/place.store.ts'
import { places } from '../../src/cards/place.ts'
import { shelveCard } from '../../src/cards/shelf.store.ts'
import { openVault } from '../../src/crypto.ts'
import { type Command, type Database, query, run, type Step } from '../../src/db/transact.ts'
import { isRefusal, type Refusal } from '../../src/refusal.ts'
import type { TicketState } from '../../src/tickets/ticket.ts'
import { MORNING } from '../databases.ts'

export const vault = openVault(Buffer.alloc(32, 7))
export const OWNER = '900112345'
export const PHONE = '+97336001234'

/** What a test cannot go on without. @throws when it was refused */
export const done = <R>(result: R | Refusal): R => {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused}`)
  return result
}

/** Why something was refused; undefined when it was not. */
export const whyNot = (result: unknown): string | undefined =>
  isRefusal(result) ? result.refused : undefined

/** A centre with the places of the given description. */
export const givenCentre = async (
  db: Database,
  id = 'isa-town',
  spec = 'B: 1 cabinet × 2 drawers × 5 slots',
): Promise<string> => {
  await db.amend(function* () {
    yield* run(
      query((drizzle, t) =>
        drizzle.insert(t.centres).values({
          id,
          nameAr: 'مدينة عيسى',
          nameEn: 'Isa Town',
          timeZone: 'Asia/Bahrain',
          dayEndsAtMin: 0,
          hours: { '2': { opens: '07:00', closes: '15:00' } },
          settings: {
            rates: { regular: 1, priority: 3, appointment: 2, express: 2 },
            recallsMax: 2,
            noShowAfterSec: 60,
            returnWithinMin: 30,
            nearlyAhead: 3,
            joinFromAnywhere: true,
            ticketsPerPhone: 5,
          },
          revision: 0,
        }),
      ),
    )
    yield* insertPlaces(id, done(places(spec)))
  })
  return id
}

export const sealed = (
  serial: string,
  owner = OWNER,
  phone: string | null = PHONE,
): SealedCard => ({
  serial,
  citizenHash: vault.find(owner),
  citizenCipher: vault.seal(owner),
  phoneCipher: phone === null ? null : vault.seal(phone),
  language: 'ar',
})

/** A delivery of cards as announced to a centre. */
export const givenDelivery = async (
  db: Database,
  centreId: string,
  cards: readonly SealedCard[],
  id = 'delivery-1',
): Promise<string> => {
  const delivery = { id, origin: 'plant', fingerprint: id }
  done(
    await db.write(centreId, function* (command) {
      yield* beginDelivery(command, delivery)
      yield* announceCards(command, id, cards)
      return yield* openDelivery(command, id, [])
    }),
  )
  return id
}

/** A card in hand: received, not yet on a shelf. */
export const givenCard = async (
  db: Database,
  centreId: string,
  serial: string,
  more: Partial<CardRow> = {},
): Promise<void> => {
  done(
    await db.write(centreId, function* (command) {
      yield* insertCards([
        {
          ...sealed(serial),
          centreId,
          state: 'received',
          stateSince: command.now,
          place: null,
          blocked: false,
          manifestId: null,
          readyAt: null,
          revision: command.revision,
          ...more,
        },
      ])
      return null
    }),
  )
}

export const scan = (db: Database, centreId: string, serial: string, place: string) =>
  db.write(centreId, (command) => shelveCard(command, { serial, place, staffId: 'post1' }))

export const cardOf = async (db: Database, serial: string): Promise<CardRow> => {
  const [row] = await db.read(cardBySerial({ serial }))
  if (!row) throw new Error(`there is no card ${serial}`)
  return row
}

/** A pickup ticket in some state, tied to a card. */
export const givenTicket = async (
  db: Database,
  centreId: string,
  id: string,
  cardSerial: string | null,
  state: TicketState = 'serving',
): Promise<void> => {
  const atCounter = state === 'called' || state === 'serving'
  await db.amend(function* () {
    yield* run(
      query((drizzle, t) =>
        drizzle.insert(t.tickets).values({
          id,
          centreId,
          number: `C-${id}`,
          day: '2026-11-24',
          serviceId: 'collect',
          class: 'regular',
          state,
          language: 'ar',
          party: 1,
          issuedAt: MORNING,
          waitingSince: MORNING,
          stateSince: MORNING,
          counterId: atCounter ? `counter-of-${id}` : null,
          staffId: atCounter ? 'staff1' : null,
          calledAt: atCounter ? MORNING : null,
          recalls: 0,
          revision: 0,
          requestedBy: 'test',
          requestId: id,
          cardSerial,
        }),
      ),
    )
  })
}

/** The service of those who come for their card. */
export const givenCollect = async (db: Database, centreId: string): Promise<void> => {
  await db.amend(function* () {
    const service = {
      centreId,
      id: 'collect',
      prefix: 'C',
      nameAr: 'استلام البطاقة',
      nameEn: 'Collect my card',
      requirementsAr: '',
      requirementsEn: '',
      targetMin: 4,
      worksOnCards: true,
      position: 1,
      active: true,
    }
    yield* run(query((q, { services }) => q.insert(services).values(service)))
  })
}

/** Everything that a table holds. */
export const allNotices = query((db, t) => db.select().from(t.notices))
export const allIncidents = query((db, t) => db.select().from(t.incidents))
export const allTickets = query((db, t) => db.select().from(t.tickets))
export const allCards = query((db, t) => db.select().from(t.cards))
export const allCustody = query((db, t) => db.select().from(t.custody))
export const allEvents = query((db, t) => db.select().from(t.events))
export const allHandovers = query((db, t) => db.select().from(t.handovers))

export const revisionOf = async (db: Database, centreId: string): Promise<number> => {
  const rows = await db.read(query((drizzle, t) => drizzle.select().from(t.centres)))
  return rows.find(({ id }) => id === centreId)?.revision ?? 0
}

export const givenDemoCards = async (db: Database, centreId: string, count: number) => {
  const slots = done(places('B: 2 cabinets × 5 drawers × 10 slots'))
    .filter(({ kind }) => kind === 'slot')
    .map(({ code }) => code)
  const cards = demoCards(seeded(1), slots, count, MORNING)
  await db.write(centreId, function* (command: Command): Step<null> {
    yield* shelveDemoCards(command, vault, cards)
    return null
  })
  return cards
}

/** A source of random numbers that always says the same (mulberry32). */
export const seeded = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A visitor's pickup ticket, with its pick. */
export const givenPick = async (
  db: Database,
  centreId: string,
  ticketId: string,
  serial: string,
) => {
  await givenTicket(db, centreId, ticketId, serial)
  const { place } = await cardOf(db, serial)
  await db.write(centreId, function* (command): Step<null> {
    const number = `C-${ticketId}`
    yield* openPick(command, { ticketId, number, serial, place: place ?? '' })
    return null
  })
}

/** A card is given to the visitor of its ticket, who is at a counter. */
export const collect = (db: Database, centre: string, ticketId: string, serial: string) =>
  db.write(centre, (command) =>
    handOver(
      command,
      {
        serial,
        ticketId,
        identity: 'card_holder',
        oldCard: false,
        representativeCipher: null,
        staffId: 'staff1',
      },
      false,
    ),
  )
