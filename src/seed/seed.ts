import { countDemoPast, demoCards, isWorkedIn, shelveDemoCards } from '../cards/card.demo.ts'
import { insertPlaces } from '../cards/place.store.ts'
import { places } from '../cards/place.ts'
import { businessDay } from '../centres/business-day.ts'
import { allCentres } from '../centres/centre.store.ts'
import { isPrefix } from '../centres/centre.ts'
import type { Config } from '../config.ts'
import { UNIVERSAL } from '../counters/counter.ts'
import { tokenHash, type Vault } from '../crypto.ts'
import type { Tables } from '../db/tables.ts'
import { type Database, query, run, type Step } from '../db/transact.ts'
import type { Clock, Ids } from '../deps.ts'
import { isRefusal } from '../refusal.ts'
import { countDemoWeeks } from '../reports/report.demo.ts'
import { hashPassword } from '../staff/password.ts'
import { staffByUsername } from '../staff/staff.store.ts'
import {
  DEMO_PASSWORD,
  type DemoCentre,
  demoApplicationNumber,
  demoCentres,
  demoCitizenId,
  demoHours,
  demoKiosk,
  demoServices,
  demoSettings,
  demoStaff,
  demoTimeZone,
} from './demo.ts'

export interface SeedDeps {
  db: Database
  config: Pick<Config, 'seed' | 'seedIsAsked' | 'adminPassword'>
  clock: Clock
  ids: Ids
  vault: Vault
}

type StaffRow = Tables['staff']['$inferSelect']

const CARDS_AT_ONCE = 500

/** The same made-up cards every time: a small generator of its own (mulberry32). */
const demoChance = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** @returns false when another process has it already, or is just making it: that one is waited for */
function* insertCentre(centre: DemoCentre, now: number): Step<boolean> {
  const { hallNotices } = centre
  const inserted = yield* run(
    query((db, t) =>
      db
        .insert(t.centres)
        .values({
          id: centre.id,
          nameAr: centre.name.ar,
          nameEn: centre.name.en,
          timeZone: demoTimeZone,
          dayEndsAtMin: 0,
          hours: demoHours,
          settings: { ...demoSettings, ...(hallNotices && { hallNotices }) },
          revision: 0,
        })
        .onConflictDoNothing()
        .returning({ id: t.centres.id }),
    ),
  )
  if (inserted.length === 0) return false
  const services = demoServices.filter((service) => centre.services.includes(service.id))
  const odd = services.find(({ prefix }) => !isPrefix(prefix))
  if (odd) throw new Error(`the letter of ${odd.id} can be taken for a digit`)
  yield* run(
    query((db, t) =>
      db.insert(t.services).values(
        services.map(({ name, requirements, ...service }, position) => ({
          ...service,
          centreId: centre.id,
          nameAr: name.ar,
          nameEn: name.en,
          requirementsAr: requirements.ar,
          requirementsEn: requirements.en,
          position,
          active: true,
        })),
      ),
    ),
  )
  yield* run(
    query((db, t) =>
      db.insert(t.counters).values(
        centre.counters.map(({ capabilities, section }, at) => ({
          id: `${centre.id}-${at + 1}`,
          centreId: centre.id,
          label: String(at + 1),
          section,
          capabilities: [...capabilities],
          state: 'closed' as const,
          services: [],
          stateSince: now,
        })),
      ),
    ),
  )
  for (const spec of centre.places) {
    const planned = places(spec)
    if (isRefusal(planned)) throw new Error(`the shelves of the demo cannot be read: ${spec}`)
    yield* insertPlaces(centre.id, planned)
  }
  return true
}

function* insertKiosk(ids: Ids): Step<void> {
  yield* run(
    query((db, t) =>
      db.insert(t.devices).values({
        id: ids.next(),
        centreId: demoKiosk.centre,
        kind: 'kiosk',
        name: 'Kiosk',
        tokenHash: tokenHash(demoKiosk.token),
        printer: 'file:',
        active: true,
      }),
    ),
  )
}

/** @returns how many were not there before */
function* insertPeople(rows: StaffRow[]): Step<number> {
  const inserted = yield* run(
    query((db, t) =>
      db.insert(t.staff).values(rows).onConflictDoNothing().returning({ id: t.staff.id }),
    ),
  )
  return inserted.length
}

const slotsOf = (centre: DemoCentre): string[] =>
  centre.places.flatMap((spec) => {
    const planned = places(spec)
    return isRefusal(planned)
      ? []
      : planned.filter(({ kind }) => kind === 'slot').map(({ code }) => code)
  })

const person = (username: string, name: string, passwordHash: string, id: string): StaffRow => ({
  id,
  username,
  name,
  passwordHash,
  roles: [],
  skills: [UNIVERSAL],
  centreId: null,
  active: true,
  failedSignIns: 0,
  lockedUntil: null,
})

const seedDemo = async ({ db, clock, ids, vault }: SeedDeps): Promise<void> => {
  const now = clock.now()
  // All demo members of staff share a password, and so may share its hash.
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const isOurs = await db.amend(function* () {
    for (const centre of demoCentres) if (!(yield* insertCentre(centre, now))) return false
    yield* insertKiosk(ids)
    yield* insertPeople(
      demoStaff.map(({ username, name, roles, centre }) => ({
        ...person(username, name, passwordHash, ids.next()),
        roles: [...roles],
        centreId: centre,
      })),
    )
    return true
  })
  // Of several processes started at once the first one fills the shelves.
  if (!isOurs) return
  const calendar = { hours: demoHours, timeZone: demoTimeZone, dayEndsAtMin: 0 }
  for (const [seed, centre] of demoCentres.entries()) {
    const services = demoServices.filter(({ id }) => centre.services.includes(id))
    await db.write(centre.id, (command) =>
      countDemoWeeks(
        command.centre,
        services,
        businessDay(now, command.centre).day,
        demoChance(seed + 1),
      ),
    )
    const cards = demoCards(
      demoChance(seed + 1),
      slotsOf(centre),
      centre.cards,
      now,
      isWorkedIn(calendar),
    )
    const [first] = cards
    if (first && centre.id === demoKiosk.centre) {
      first.citizenId = demoCitizenId
      first.applicationNumber = demoApplicationNumber
    }
    await db.write(centre.id, (command) => countDemoPast(command, demoChance(seed + 1), cards))
    for (let from = 0; from < cards.length; from += CARDS_AT_ONCE) {
      const some = cards.slice(from, from + CARDS_AT_ONCE)
      await db.write(centre.id, (command) => shelveDemoCards(command, vault, some))
    }
  }
}

/** The first administrator. @returns false when another process has just made them */
const makeAdmin = async ({ db, config, ids }: SeedDeps): Promise<boolean> => {
  const passwordHash = await hashPassword(config.adminPassword)
  const admin = person('admin', 'المدير · Administrator', passwordHash, ids.next())
  return (await db.amend(() => insertPeople([{ ...admin, roles: ['admin'] }]))) > 0
}

/**
 * Fills an empty database: the first administrator always, the demo centre where it is asked for. A
 * database begun without the demo has its administrator, and gets the demo only when SEED says so.
 * @returns whether the administrator was made now, so that their password is shown once
 */
export const seedIfEmpty = async (deps: SeedDeps): Promise<boolean> => {
  const { db, config } = deps
  const [centre] = await db.read(allCentres({}))
  const [admin] = await db.read(staffByUsername({ username: 'admin' }))
  if (!centre && config.seed === 'demo' && (!admin || config.seedIsAsked)) await seedDemo(deps)
  return admin ? false : makeAdmin(deps)
}
