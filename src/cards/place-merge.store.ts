import { and, asc, eq, sql } from 'drizzle-orm'
import type { Author } from '../changes/author.ts'
import { changeSetup } from '../changes/change.store.ts'
import { $, type Command, query, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { countCards } from './place.store.ts'
import { bothNow, cardsWithin, type Mover, refuseAtOnce, tellOfCards } from './place-cards.store.ts'
import { countWithin, within } from './place-list.store.ts'
import { dropPlace } from './place-make.store.ts'

/** Cards that somebody puts from one place into another, and scans nothing. */
export const MERGED_CARDS_MAX = 250

const roomWithin = (centreId: string, code: string) =>
  query((db, t) =>
    db
      .select({ code: t.places.code, room: sql<number>`capacity - taken`.mapWith(Number) })
      .from(t.places)
      .where(and(within(t, centreId, code), sql`kind = 'slot' and taken < capacity`))
      .orderBy(asc(t.places.code))
      .limit(MERGED_CARDS_MAX),
  )

const placeCard = statement<{ serial: string; place: string; revision: number }, unknown>((db, t) =>
  db
    .update(t.cards)
    .set({ place: sql`${$('place')}`, revision: sql`${$('revision')}` })
    .where(eq(t.cards.serial, $('serial'))),
)

export interface PlaceMerged {
  from: string
  into: string
  /** Where each card is to be put, in the order in which they lie. */
  moves: { serial: string; from: string; to: string }[]
}

const mergeable = new Set(['cabinet', 'drawer', 'slot'])

/**
 * Merges a place into another of its kind: its cards go into the free slots there, in the order in
 * which they lie, and it is no more. Its old codes say where its cards went.
 */
export function* mergePlace(
  command: Command,
  asked: { place: string; into: string } & Mover,
  author: Author | null = null,
): Step<PlaceMerged | Refusal> {
  const { centre, revision } = command
  const both = yield* bothNow(centre.id, asked.place, asked.into)
  if ('refused' in both) return both
  const { place, into } = both
  const { code } = place
  if (place.kind !== into.kind || !mergeable.has(place.kind) || code === into.code)
    return refuse('merge_misfit', { place: code, into: into.code })
  const places = (yield* runOne(countWithin(centre.id, code)))?.count ?? 0
  const tooMuch = yield* refuseAtOnce(place, into, { places, cardsMax: MERGED_CARDS_MAX })
  if (tooMuch) return tooMuch
  const free = (yield* run(roomWithin(centre.id, into.code))).flatMap((slot) =>
    Array.from({ length: Math.min(slot.room, MERGED_CARDS_MAX) }, () => slot.code),
  )
  const rows = yield* run(cardsWithin(centre.id, code))
  if (free.length < rows.length)
    return refuse('merge_full', { place: into.code, count: rows.length, free: free.length })
  const moves = rows.map(({ serial, place: from }, at) => ({
    serial,
    from: from ?? '',
    to: free[at] ?? '',
  }))
  const placeOf = new Map(moves.map(({ serial, to }) => [serial, to] as const))
  const no = yield* tellOfCards(command, rows, placeOf, asked, `${code} merged into ${into.code}`)
  if (no) return no
  for (const { serial, from, to } of moves) {
    yield* run(placeCard({ serial, place: to, revision }))
    yield* countCards(centre.id, from, to)
  }
  yield* dropPlace(command, place, into.code, asked.staffId)
  const after = { into: into.code, places, cards: rows.length }
  const what = { kind: 'places_merged', subject: code, before: null, after } as const
  if (author) yield* changeSetup(command, author, what)
  command.tell({ type: 'places_changed', subject: into.code })
  return { from: code, into: into.code, moves }
}
