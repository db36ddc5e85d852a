import { asc, eq } from 'drizzle-orm'
import type { Author } from '../changes/author.ts'
import { changeSetup } from '../changes/change.store.ts'
import { $, type Command, run, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse, refuseAll } from '../refusal.ts'
import type { PlaceRow } from './place.store.ts'
import { PLACES_MAX, type PlannedPlace } from './place.ts'
import { holdsCards, numberOf } from './place-code.ts'
import { type PlaceStretch, placesIn, stretchesOf } from './place-file.ts'
import { placesWithin } from './place-list.store.ts'
import { addRooms, calledOtherwise, inBatches, putUp, updatePlace } from './place-make.store.ts'

/**
 * Places that one file may make or change: all of them in one transaction, for which the centre
 * waits. Larger shelves are made from their description, slice by slice.
 */
export const FILE_PLACES_MAX = 20_000

export const allPlacesOf = statement<{ centreId: string }, PlaceRow[]>((db, t) =>
  db
    .select()
    .from(t.places)
    .where(eq(t.places.centreId, $('centreId')))
    .orderBy(asc(t.places.code)),
)

/** What is there of a section, what is not, and what is there otherwise. */
interface Compared {
  there: ReadonlyMap<string, PlaceRow>
  missing: PlannedPlace[]
  changed: { from: PlaceRow; to: PlannedPlace }[]
}

const isOther = (from: PlaceRow, to: PlannedPlace): boolean =>
  from.nameAr !== to.nameAr ||
  from.nameEn !== to.nameEn ||
  (holdsCards(to.kind) && from.capacity !== to.capacity)

const compare = (rows: readonly PlaceRow[], planned: readonly PlannedPlace[]): Compared => {
  const there = new Map(rows.map((row) => [row.code, row]))
  return {
    there,
    missing: planned.filter(({ code }) => !there.has(code)),
    changed: planned.flatMap((to) => {
      const from = there.get(to.code)
      return from && isOther(from, to) ? [{ from, to }] : []
    }),
  }
}

/** The first of some codes whose number has other digits than those beside it in the section. */
const misnumbered = (codes: readonly string[]): string | undefined => {
  const digits = new Map<number, number>()
  return codes.find((code) => {
    const depth = code.split('-').length
    const own = numberOf(code).length
    const known = digits.get(depth) ?? own
    digits.set(depth, known)
    return depth > 1 && own !== known
  })
}

/** Why the places of a section cannot be as a file says; null: they can. */
function* objection(
  centreId: string,
  planned: readonly PlannedPlace[],
  { there, missing, changed }: Compared,
): Step<Refusal | null> {
  const count = missing.length + changed.length
  if (count > FILE_PLACES_MAX) return refuse('too_many_places', { count, most: FILE_PLACES_MAX })
  const other = planned.find(({ code, kind }) => (there.get(code)?.kind ?? kind) !== kind)
  if (other) return refuse('place_taken', { place: other.code })
  const odd = misnumbered([...there.keys(), ...missing.map(({ code }) => code)])
  if (odd !== undefined) return refuse('places_numbered', { place: odd })
  const told = new Set(planned.map(({ code }) => code))
  const holders = missing.flatMap(({ parent }) => parent ?? [])
  const lacking = holders.find((holder) => !there.has(holder) && !told.has(holder))
  if (lacking !== undefined) return refuse('unknown_place', { place: lacking })
  const full = changed.find(({ from, to }) => holdsCards(to.kind) && to.capacity < from.taken)
  if (full) return refuse('place_in_use', { place: full.to.code, count: full.from.taken })
  for (const some of inBatches(missing)) {
    const codes = some.map(({ code }) => code)
    const [former] = yield* run(calledOtherwise(centreId, codes))
    if (former) return refuse('place_taken', { place: former.code })
  }
  return null
}

/** What is noted of places: rows of them that are alike, as a file would tell. */
const noted = (places: readonly PlannedPlace[]) =>
  Object.fromEntries(
    stretchesOf(places).map(({ code, through, kind: _, ...told }) => [
      through === undefined ? code : `${code}…${numberOf(through)}`,
      told,
    ]),
  )

const sizeOf = (places: readonly Pick<PlannedPlace, 'kind' | 'capacity'>[]) => ({
  places: places.length,
  capacity: places.reduce((sum, one) => sum + (holdsCards(one.kind) ? one.capacity : 0), 0),
})

/** Makes the places of one section, or changes those that are there. */
function* putSection(
  command: Command,
  author: Author,
  section: string,
  planned: readonly PlannedPlace[],
): Step<Refusal | null> {
  const centreId = command.centre.id
  const rows = yield* run(placesWithin(centreId, section, PLACES_MAX))
  const compared = compare(rows, planned)
  const { there, missing, changed } = compared
  if (missing.length + changed.length === 0) return null
  const no = yield* objection(centreId, planned, compared)
  if (no) return no
  const to = new Map(changed.map((one) => [one.to.code, one.to]))
  const after = [...rows.map((row) => to.get(row.code) ?? row), ...missing]
  yield* changeSetup(command, author, {
    kind: 'places',
    subject: section,
    before:
      there.size === 0 ? null : { ...sizeOf(rows), ...noted(changed.map(({ from }) => from)) },
    after: { ...sizeOf(after), ...noted(changed.map((one) => one.to)) },
  })
  for (const { from, to } of changed) {
    const capacity = holdsCards(to.kind) ? to.capacity : from.capacity
    yield* run(updatePlace({ ...to, centreId, capacity }))
  }
  yield* putUp(centreId, missing)
  yield* addRooms(
    centreId,
    changed
      .filter(({ to }) => holdsCards(to.kind))
      .map(({ from, to }) => ({ code: to.code, by: to.capacity - from.capacity })),
  )
  command.tell({ type: 'places_changed', subject: section })
  return null
}

/** Makes the places that a file tells of, and changes those that are there; the others stay. */
export function* putPlaces(
  command: Command,
  author: Author,
  stretches: readonly PlaceStretch[],
): Step<Refusal | null> {
  const planned = placesIn(stretches)
  if ('refused' in planned) return planned
  const faults: Refusal[] = []
  for (const [section, places] of Map.groupBy(planned, (one) => one.section)) {
    const no = yield* putSection(command, author, section, places)
    if (no) faults.push(no)
  }
  return refuseAll(faults) ?? null
}
