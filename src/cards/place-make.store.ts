import { and, eq, inArray, like, ne, or, sql } from 'drizzle-orm'
import type { Author } from '../changes/author.ts'
import { changeSetup } from '../changes/change.store.ts'
import { $, type Command, query, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type PlaceRow, placeByCode, placeNow } from './place.store.ts'
import {
  areWideEnough,
  type Description,
  holdersAt,
  type Level,
  levels,
  type PlannedPlace,
  placesOf,
  widthsFor,
} from './place.ts'
import { holdsCards, numberOf } from './place-code.ts'
import { countWithin, within } from './place-list.store.ts'
import { overlapping } from './stocktake.store.ts'
import { withHolders } from './stocktake.ts'

/** Places that one command makes: others are served between two of them. */
export const SLICE_PLACES = 250
/** Places of one statement, nine values each. */
const BATCH_PLACES = 500
/** Places that one command takes away, as many as it moves. */
export const PLACES_AT_ONCE = 5000

const anyOfLevel = statement<
  { centreId: string; section: string; kind: Level },
  { code: string }[]
>((db, t) =>
  db
    .select({ code: t.places.code })
    .from(t.places)
    .where(
      and(
        eq(t.places.centreId, $('centreId')),
        eq(t.places.section, $('section')),
        eq(t.places.kind, $('kind')),
      ),
    )
    .limit(1),
)

/** How many digits the numbers of each level of a section have; those of a level without any not. */
export function* digitsOf(centreId: string, section: string): Step<Partial<Record<Level, number>>> {
  const digits: Partial<Record<Level, number>> = {}
  for (const kind of levels) {
    const some = yield* runOne(anyOfLevel({ centreId, section, kind }))
    if (some) digits[kind] = numberOf(some.code).length
  }
  return digits
}

const thereAmong = (centreId: string, codes: readonly string[]) =>
  query((db, t) =>
    db
      .select({ code: t.places.code })
      .from(t.places)
      .where(and(eq(t.places.centreId, centreId), inArray(t.places.code, [...codes]))),
  )

/** Those of some codes that places had before they were moved or merged. */
export const calledOtherwise = (centreId: string, codes: readonly string[]) =>
  query((db, t) =>
    db
      .select({ code: t.formerPlaces.code })
      .from(t.formerPlaces)
      .where(
        and(
          eq(t.formerPlaces.centreId, centreId),
          inArray(t.formerPlaces.code, [...codes]),
          ne(t.formerPlaces.how, 'removed'),
        ),
      ),
  )

/** A stretch of a description, by position. */
export interface Stretch {
  description: Description
  from: number
}

/**
 * What of a stretch is not there, with those that hold it. A code that a place had before it was
 * moved or merged is not given to another: its labels may still be about.
 */
export function* missingOf(
  centreId: string,
  { description, from }: Stretch,
): Step<PlannedPlace[] | Refusal> {
  const root = yield* runOne(placeByCode({ centreId, code: description.code }))
  if (root && root.kind !== description.kind)
    return refuse('place_taken', { place: description.code })
  const widths = widthsFor(description, yield* digitsOf(centreId, description.code))
  if (!areWideEnough(description, widths))
    return refuse('places_numbered', { place: description.code })
  const stretch = placesOf(description, widths, from, SLICE_PLACES)
  // What holds the first of them was made before: taken away meanwhile, it is made again.
  const planned = [...holdersAt(description, widths, from), ...stretch]
  const codes = planned.map(({ code }) => code)
  const there = new Set((yield* run(thereAmong(centreId, codes))).map(({ code }) => code))
  const elsewhere = new Set((yield* run(calledOtherwise(centreId, codes))).map(({ code }) => code))
  return planned.filter(
    ({ code }) => !there.has(code) && !withHolders(code).some((one) => elsewhere.has(one)),
  )
}

const insertMissing = (centreId: string, planned: readonly PlannedPlace[]) =>
  query((db, t) =>
    db.insert(t.places).values(
      // What holds places has room for what is put into it, as it comes.
      planned.map((place) => ({
        ...place,
        centreId,
        capacity: holdsCards(place.kind) ? place.capacity : 0,
      })),
    ),
  )

const forgetRemoved = (centreId: string, codes: readonly string[]) =>
  query((db, t) =>
    db
      .delete(t.formerPlaces)
      .where(and(eq(t.formerPlaces.centreId, centreId), inArray(t.formerPlaces.code, [...codes]))),
  )

const addCapacity = statement<{ centreId: string; code: string; by: number }, unknown>((db, t) =>
  db
    .update(t.places)
    .set({ capacity: sql`${t.places.capacity} + ${$('by')}` })
    .where(and(eq(t.places.centreId, $('centreId')), eq(t.places.code, $('code')))),
)

/** Room that comes or goes with a place, for those that hold it. */
export function* addRoom(centreId: string, code: string, by: number): Step<void> {
  if (by === 0) return
  for (const holder of withHolders(code).slice(0, -1))
    yield* run(addCapacity({ centreId, code: holder, by }))
}

/** As `addRoom`, for many at once. */
export function* addRooms(
  centreId: string,
  rooms: readonly { code: string; by: number }[],
): Step<void> {
  const room = new Map<string, number>()
  for (const { code, by } of rooms)
    for (const holder of withHolders(code).slice(0, -1))
      room.set(holder, (room.get(holder) ?? 0) + by)
  for (const [code, by] of room) if (by !== 0) yield* run(addCapacity({ centreId, code, by }))
}

/** As many at a time as one statement takes. */
export const inBatches = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / BATCH_PLACES) }, (_, at) =>
    all.slice(at * BATCH_PLACES, (at + 1) * BATCH_PLACES),
  )

/** Puts up places that are not there, and counts their room in what holds them. */
export function* putUp(centreId: string, missing: readonly PlannedPlace[]): Step<void> {
  for (const some of inBatches(missing)) {
    const codes = some.map(({ code }) => code)
    yield* run(insertMissing(centreId, some))
    yield* run(forgetRemoved(centreId, codes))
  }
  const ends = missing.filter(({ kind }) => holdsCards(kind))
  yield* addRooms(
    centreId,
    ends.map(({ code, capacity }) => ({ code, by: capacity })),
  )
}

/**
 * Makes what of a stretch is not there.
 * @param author whose change the description is; null: it is noted already
 * @returns how many places that were
 */
export function* makePlaces(
  command: Command,
  stretch: Stretch,
  author: Author | null = null,
): Step<number | Refusal> {
  const centreId = command.centre.id
  const missing = yield* missingOf(centreId, stretch)
  if ('refused' in missing) return missing
  if (missing.length === 0) return 0
  yield* putUp(centreId, missing)
  const { code: subject, ...after } = stretch.description
  if (author) yield* changeSetup(command, author, { kind: 'places', subject, before: null, after })
  command.tell({ type: 'places_changed', subject })
  return missing.length
}

export const updatePlace = statement<
  Pick<PlaceRow, 'centreId' | 'code' | 'nameAr' | 'nameEn' | 'capacity'>,
  unknown
>((db, t) =>
  db
    .update(t.places)
    .set({
      nameAr: sql`${$('nameAr')}`,
      nameEn: sql`${$('nameEn')}`,
      capacity: sql`${$('capacity')}`,
    })
    .where(and(eq(t.places.centreId, $('centreId')), eq(t.places.code, $('code')))),
)

const saidOf = ({ nameAr, nameEn, capacity }: Omit<PlannedPlace, 'parent'>) => ({
  name: { ar: nameAr, en: nameEn },
  capacity,
})

/** Names a place anew, or says for how many cards it is. */
export function* editPlace(
  command: Command,
  asked: string,
  to: Partial<Pick<PlaceRow, 'nameAr' | 'nameEn' | 'capacity'>>,
  author: Author | null = null,
): Step<PlaceRow | Refusal> {
  const centreId = command.centre.id
  const place = yield* placeNow(centreId, asked)
  if (!place) return refuse('unknown_place', { place: asked })
  if ('refused' in place) return place
  const { code, kind, taken } = place
  const edited = { ...place, ...to }
  const { nameAr, nameEn, capacity } = edited
  if (capacity !== place.capacity && !holdsCards(kind))
    return refuse('capacity_of_parts', { place: code })
  if (capacity < taken) return refuse('place_in_use', { place: code, count: taken })
  yield* run(updatePlace({ centreId, code, nameAr, nameEn, capacity }))
  yield* addRoom(centreId, code, capacity - place.capacity)
  const what = {
    kind: 'places',
    subject: code,
    before: saidOf(place),
    after: saidOf(edited),
  } as const
  if (author) yield* changeSetup(command, author, what)
  command.tell({ type: 'places_changed', subject: code })
  return edited
}

const counterIn = statement<{ centreId: string; section: string }, { label: string }[]>((db, t) =>
  db
    .select({ label: t.counters.label })
    .from(t.counters)
    .where(and(eq(t.counters.centreId, $('centreId')), eq(t.counters.section, $('section'))))
    .limit(1),
)

const formerByCode = statement<{ centreId: string; code: string }, { how: string }[]>((db, t) =>
  db
    .select({ how: t.formerPlaces.how })
    .from(t.formerPlaces)
    .where(and(eq(t.formerPlaces.centreId, $('centreId')), eq(t.formerPlaces.code, $('code')))),
)

const deleteWithin = (centreId: string, code: string) =>
  query((db, t) => db.delete(t.places).where(within(t, centreId, code)))

/** What led to a place, or to one in it, leads elsewhere, or nowhere. */
const redirect = (
  centreId: string,
  code: string,
  to: { how: 'merged' | 'removed'; now: string | null },
) =>
  query((db, t) =>
    db
      .update(t.formerPlaces)
      .set(to)
      .where(
        and(
          eq(t.formerPlaces.centreId, centreId),
          or(eq(t.formerPlaces.now, code), like(t.formerPlaces.now, `${code}-%`)),
        ),
      ),
  )

/** Says what became of a code, in place of what was said of it before. */
export function* keepFormer(
  { centre, now: at, revision }: Command,
  former: { code: string; how: 'moved' | 'merged' | 'removed'; now: string | null },
  staffId: string | null,
): Step<void> {
  const row = { ...former, centreId: centre.id, staffId, at, revision }
  const { how, now } = former
  yield* run(
    query((db, t) =>
      db
        .insert(t.formerPlaces)
        .values(row)
        .onConflictDoUpdate({
          target: [t.formerPlaces.centreId, t.formerPlaces.code],
          set: { how, now, staffId, at, revision },
        }),
    ),
  )
}

/** Takes a place away with all that lies in it, where its cards are elsewhere by now. */
export function* dropPlace(
  command: Command,
  { code, capacity }: Pick<PlaceRow, 'code' | 'capacity'>,
  into: string | null,
  staffId: string | null,
): Step<void> {
  const centreId = command.centre.id
  const how = into === null ? 'removed' : 'merged'
  yield* run(deleteWithin(centreId, code))
  yield* addRoom(centreId, code, -capacity)
  yield* run(redirect(centreId, code, { how, now: into }))
  yield* keepFormer(command, { code, how, now: into }, staffId)
}

/**
 * Removes a place in which no card has its place, with all that lies in it; the log goes on to name
 * it, so what became of it is kept. Said of a code that a place had before, it sets that code free.
 */
export function* removePlace(
  command: Command,
  code: string,
  staffId: string | null,
  author: Author | null = null,
): Step<{ removed: number } | Refusal> {
  const centreId = command.centre.id
  const place = yield* runOne(placeByCode({ centreId, code }))
  if (!place) {
    const former = yield* runOne(formerByCode({ centreId, code }))
    if (!former) return refuse('unknown_place', { place: code })
    yield* keepFormer(command, { code, how: 'removed', now: null }, staffId)
    return { removed: 0 }
  }
  if (place.taken > 0) return refuse('place_in_use', { place: code, count: place.taken })
  const running = yield* runOne(overlapping(centreId, code))
  if (running) return refuse('stocktake_running', { place: running.place, stocktake: running.id })
  const counter = yield* runOne(counterIn({ centreId, section: code }))
  if (counter) return refuse('place_has_counter', { place: code, counter: counter.label })
  const count = (yield* runOne(countWithin(centreId, code)))?.count ?? 0
  if (count > PLACES_AT_ONCE)
    return refuse('place_too_large', { place: code, count, most: PLACES_AT_ONCE })
  yield* dropPlace(command, place, null, staffId)
  const before = { places: count, capacity: place.capacity }
  if (author)
    yield* changeSetup(command, author, { kind: 'places', subject: code, before, after: null })
  command.tell({ type: 'places_changed', subject: code })
  return { removed: count }
}
