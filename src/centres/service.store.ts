import { and, asc, count, eq } from 'drizzle-orm'
import type { Author } from '../changes/author.ts'
import { changeSetup } from '../changes/change.store.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { numbersGiven } from '../tickets/number.store.ts'
import { isElsewhere, isWaiting } from '../tickets/ticket.store.ts'
import { businessDay } from './business-day.ts'
import type { ServiceRow } from './centre.store.ts'
import type { ServiceSetup } from './centre.ts'
import { badLink, isOnlineLink } from './online-link.ts'
import { nameRefusal } from './service-name.ts'

/** More than any centre offers; their letters are fewer still. */
export const SERVICES_MAX = 50

/** The services of a centre in their order, those that are not in use as well. */
export const allServicesOf = statement<{ centreId: string }, ServiceRow[]>((db, t) =>
  db
    .select()
    .from(t.services)
    .where(eq(t.services.centreId, $('centreId')))
    .orderBy(asc(t.services.position), asc(t.services.id)),
)

const insertService = statement<ServiceRow, unknown>((db, t) =>
  db.insert(t.services).values(placeholders(t.services)),
)

const updateService = statement<ServiceRow, unknown>((db, t) =>
  db
    .update(t.services)
    .set(placeholders(t.services))
    .where(and(eq(t.services.centreId, $('centreId')), eq(t.services.id, $('id')))),
)

type Service = { centreId: string; serviceId: string }

/** Tickets of a service whose visits have not ended: those who wait, and those who do not. */
export const aliveCounts = [isWaiting, isElsewhere].map((part) =>
  statement<Service, { count: number }[]>((db, t) =>
    db
      .select({ count: count() })
      .from(t.tickets)
      .where(
        and(eq(t.tickets.centreId, $('centreId')), eq(t.tickets.serviceId, $('serviceId')), part),
      ),
  ),
)

export const setupOf = (row: ServiceRow): ServiceSetup => ({
  prefix: row.prefix,
  name: { ar: row.nameAr, en: row.nameEn },
  requirements: { ar: row.requirementsAr, en: row.requirementsEn },
  targetMin: row.targetMin,
  onlineUrl: row.onlineUrl,
  worksOnCards: row.worksOnCards,
  pictogram: row.pictogram,
  active: row.active,
})

/** Why a service cannot become what is asked for, among those of its centre; null: it can. */
function* objection(
  { centre, now, held }: Command,
  id: string,
  setup: ServiceSetup,
  all: readonly ServiceRow[],
): Step<Refusal | null> {
  const { prefix, onlineUrl } = setup
  if (onlineUrl !== null && !isOnlineLink(onlineUrl)) return badLink()
  const before = all.find((one) => one.id === id)
  const holder = all.find((one) => one.prefix === prefix && one.id !== id)
  if (holder) return refuse('prefix_taken', { prefix, service: holder.nameEn })
  const { day } = businessDay(now, centre)
  if (before && before.prefix !== prefix) {
    const letter = { centreId: centre.id, prefix: before.prefix, day }
    const used = yield* held.get(numbersGiven, letter)
    if (used > 0) return refuse('prefix_in_use', { prefix: before.prefix, count: used })
  }
  if (before?.active && !setup.active) {
    let alive = 0
    for (const one of aliveCounts)
      alive += (yield* runOne(one({ centreId: centre.id, serviceId: id })))?.count ?? 0
    if (alive > 0) return refuse('service_in_use', { count: alive })
  }
  return null
}

/** Makes a service as it is asked for, new or not. */
export function* putService(
  command: Command,
  author: Author,
  id: string,
  setup: ServiceSetup,
): Step<ServiceRow | Refusal> {
  const centreId = command.centre.id
  const all = yield* run(allServicesOf({ centreId }))
  const before = all.find((one) => one.id === id)
  const no = yield* objection(command, id, setup, all)
  if (no) return no
  if (!before && all.length >= SERVICES_MAX) return refuse('list_full')
  const { name, requirements, ...rest } = setup
  const { pictogram = before?.pictogram ?? null } = setup
  const row: ServiceRow = {
    ...rest,
    pictogram,
    centreId,
    id,
    nameAr: name.ar,
    nameEn: name.en,
    requirementsAr: requirements.ar,
    requirementsEn: requirements.en,
    position: before?.position ?? Math.max(-1, ...all.map(({ position }) => position)) + 1,
  }
  const isChanged = yield* changeSetup(command, author, {
    kind: 'service',
    subject: id,
    before: before ? { ...setupOf(before) } : null,
    after: { ...setup, pictogram },
  })
  if (isChanged) yield* run(before ? updateService(row) : insertService(row))
  return row
}

/**
 * Why a service cannot be called what is asked for. A name that it has already stays, and a file may
 * bring what it took along: two were alike in centres of before this was looked at.
 */
const nameObjection = (
  id: string,
  setup: ServiceSetup,
  rows: readonly ServiceRow[],
): Refusal | null => {
  const all = rows.map((row) => ({ id: row.id, ...setupOf(row) }))
  const before = all.find((one) => one.id === id)
  for (const language of ['ar', 'en'] as const) {
    if (before?.name[language] === setup.name[language]) continue
    const no = nameRefusal({ id, name: setup.name }, all, language)
    if (no) return no
  }
  return null
}

/** A service that was not there. */
export function* addService(
  command: Command,
  author: Author,
  id: string,
  setup: ServiceSetup,
): Step<ServiceRow | Refusal> {
  const all = yield* run(allServicesOf({ centreId: command.centre.id }))
  if (all.some((one) => one.id === id)) return refuse('service_exists', { service: id })
  const no = nameObjection(id, setup, all)
  if (no) return no
  return yield* putService(command, author, id, setup)
}

/** Changes a service that is there. */
export function* changeService(
  command: Command,
  author: Author,
  id: string,
  setup: ServiceSetup,
): Step<ServiceRow | Refusal> {
  const all = yield* run(allServicesOf({ centreId: command.centre.id }))
  if (!all.some((one) => one.id === id)) return refuse('no_such_service')
  const no = nameObjection(id, setup, all)
  if (no) return no
  return yield* putService(command, author, id, setup)
}

const setPosition = statement<{ centreId: string; id: string; position: number }, unknown>(
  (db, t) =>
    db
      .update(t.services)
      .set(placeholders(t.services, ['position']))
      .where(and(eq(t.services.centreId, $('centreId')), eq(t.services.id, $('id')))),
)

/** Puts the services of a centre into an order. @param ids all of them, each once */
export function* orderServices(
  command: Command,
  author: Author,
  ids: readonly string[],
): Step<null | Refusal> {
  const centreId = command.centre.id
  const before = (yield* run(allServicesOf({ centreId }))).map(({ id }) => id)
  // One that was added meanwhile has its place in no order that did not know of it.
  if (before.toSorted().join(' ') !== ids.toSorted().join(' ')) return refuse('services_changed')
  const isChanged = yield* changeSetup(command, author, {
    kind: 'services_order',
    subject: centreId,
    before: { services: before },
    after: { services: [...ids] },
  })
  if (!isChanged) return null
  for (const [position, id] of ids.entries()) yield* run(setPosition({ centreId, id, position }))
  return null
}
