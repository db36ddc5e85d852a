import { Type } from 'typebox'
import { may } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import { type Author, authorOf } from '../changes/author.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { Bilingual, CentreParams } from '../schemas.ts'
import { scannedCode, staffIdOf } from './card.routes.ts'
import { Device, Nullable, PlaceCode } from './card.schemas.ts'
import { readSteps } from './place.store.ts'
import { CAPACITY_MAX, countOf, type Description, PLACES_MAX, readDescription } from './place.ts'
import { placesView, placeView } from './place.view.ts'
import { editPlace, makePlaces, missingOf, removePlace, SLICE_PLACES } from './place-make.store.ts'
import { mergePlace } from './place-merge.store.ts'
import { movePlace } from './place-move.store.ts'
import { at } from './station.ts'

export const PlaceParams = Type.Object({ ...CentreParams.properties, place: PlaceCode })

const place = {
  code: Type.String(),
  kind: Type.Enum(['section', 'cabinet', 'drawer', 'slot', 'quarantine', 'transit_box']),
  parent: Nullable,
  name: Bilingual,
  capacity: Type.Integer({ description: 'Cards that fit in it, all places in it together.' }),
  cards: Type.Integer({ description: 'Cards whose place it is, or one in it.' }),
}
const Place = Type.Object(place)
const ListedPlace = Type.Object({
  ...place,
  parts: Type.Integer({ description: 'Places right in it.' }),
})
const Name = Type.String({ pattern: '^[^\\p{Cc}\\s][^\\p{Cc}]{0,59}$', maxLength: 60 })
const Into = Type.Object(
  { into: PlaceCode, device: Type.Optional(Device) },
  { additionalProperties: false },
)

/**
 * How long one request goes on making places before it says how far it came: no page waits longer
 * for a sign of life, and no proxy gives up.
 */
const MAKING_MAX_MS = 2000

interface Made {
  added: number
  next: number | null
}

export const placeRoutes = async (app: App, { db, ids }: Deps): Promise<void> => {
  const tags = ['places']

  /** Makes a description slice by slice, and leaves alone what is there: then nothing is written. */
  const make = async (
    centre: string,
    description: Description,
    from: number,
    author: Author,
  ): Promise<Made | Refusal> => {
    const total = countOf(description)
    const until = performance.now() + MAKING_MAX_MS
    let added = 0
    for (let at = from; at < total; at += SLICE_PLACES) {
      if (performance.now() > until) return { added, next: at }
      const stretch = { description, from: at }
      const missing = await readSteps(db, missingOf(centre, stretch))
      if (isRefusal(missing)) return missing
      if (missing.length === 0) continue
      const made = await db.write(centre, (command) =>
        makePlaces(command, stretch, added === 0 ? author : null),
      )
      if (isRefusal(made)) return made
      added += made
    }
    return { added, next: null }
  }

  app.get(
    '/api/centres/:centre/places',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The places of a centre, level by level',
        description:
          'What lies right in a place, or the outermost places; 100 a page, in the order of codes. A code that a place had before finds it too.',
        tags,
        params: CentreParams,
        querystring: Type.Object({
          in: Type.Optional(PlaceCode),
          after: Type.Optional(
            Type.String({
              pattern: '^[A-Z0-9-]{1,32}$',
              maxLength: 32,
              description: '`next` of the page before.',
            }),
          ),
        }),
        response: {
          200: Type.Object({
            place: Type.Union([
              Type.Object({
                ...ListedPlace.properties,
                former: Type.Array(Type.String(), { description: 'Codes that lead to it.' }),
              }),
              Type.Null(),
            ]),
            places: Type.Array(ListedPlace),
            next: Nullable,
          }),
        },
      },
    },
    async (request, reply) => {
      const { centre } = request.params
      const { in: holder, after = '' } = request.query
      const [known] = await db.read(centreById({ id: centre }))
      if (!known) return reply.refuse(refuse('unknown_centre'))
      const view = await placesView(db, centre, {
        in: holder === undefined ? null : scannedCode(holder),
        after,
      })
      return isRefusal(view) ? reply.refuse(view) : view
    },
  )

  app.post(
    '/api/centres/:centre/places',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'Make places from a description',
        description:
          '`B: 4 cabinets × 10 drawers × 20 slots` (`of 5` behind it: five cards a slot), `Q1: quarantine of 50` or `T1: transit box of 100`. What is there stays as it is; a larger description adds what is missing. Works for two seconds at most: until `next` is null, ask again with it as `from`.',
        tags,
        params: CentreParams,
        body: Type.Object(
          {
            description: Type.String({
              pattern: '^\\s*[A-Za-z0-9]{1,4}\\s*:[^\\p{Cc}]{1,80}$',
              maxLength: 100,
            }),
            from: Type.Optional(Type.Integer({ minimum: 0, maximum: PLACES_MAX })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            code: Type.String(),
            places: Type.Integer({ description: 'What the description makes, in all.' }),
            added: Type.Integer({ description: 'What this request added.' }),
            next: Type.Union([Type.Integer(), Type.Null()]),
          }),
        },
      },
    },
    async (request, reply) => {
      const { centre } = request.params
      const [known] = await db.read(centreById({ id: centre }))
      if (!known) return reply.refuse(refuse('unknown_centre'))
      const description = readDescription(request.body.description)
      if ('refused' in description) return reply.refuse(description)
      const made = await make(
        centre,
        description,
        request.body.from ?? 0,
        authorOf(request.asker, ids),
      )
      if (isRefusal(made)) return reply.refuse(made)
      return { code: description.code, places: countOf(description), ...made }
    },
  )

  app.post(
    '/api/centres/:centre/places/:place',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'Name a place anew, or say how many cards fit in it',
        description: 'Only what holds cards itself has a capacity of its own.',
        tags,
        params: PlaceParams,
        body: Type.Object(
          {
            nameAr: Type.Optional(Name),
            nameEn: Type.Optional(Name),
            capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: CAPACITY_MAX })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Place },
      },
    },
    async (request, reply) => {
      const { centre, place: code } = request.params
      const { body } = request
      const edited = await db.write(centre, (command) =>
        editPlace(command, scannedCode(code), body, authorOf(request.asker, ids)),
      )
      return isRefusal(edited) ? reply.refuse(edited) : placeView(edited)
    },
  )

  app.delete(
    '/api/centres/:centre/places/:place',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'Remove a place without cards, with all that lies in it',
        description:
          'What became of it is kept, for the log goes on to name it. Said of a code that a place had before, it sets that code free for another place.',
        tags,
        params: PlaceParams,
        response: { 200: Type.Object({ removed: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const { centre, place: code } = request.params
      const staffId = staffIdOf(request.asker)
      const removed = await db.write(centre, (command) =>
        removePlace(command, scannedCode(code), staffId, authorOf(request.asker, ids)),
      )
      return isRefusal(removed) ? reply.refuse(removed) : removed
    },
  )

  app.post(
    '/api/centres/:centre/places/:place/move',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Move a place with everything in it',
        description:
          'A slot into a drawer, a drawer into a cabinet, a cabinet into a section. All codes in it follow, and the old ones go on to be understood. Moved where it is, it stays.',
        tags,
        params: PlaceParams,
        body: Into,
        response: {
          200: Type.Object({
            from: Type.String(),
            code: Type.String({ description: 'What it is called now.' }),
            places: Type.Integer({ description: 'That have another code now.' }),
            cards: Type.Integer({ description: 'That went along.' }),
          }),
        },
      },
    },
    async (request, reply) => {
      const { centre, place: code } = request.params
      const { into, device = null } = request.body
      const asked = { place: scannedCode(code), into: scannedCode(into) }
      const mover = { staffId: staffIdOf(request.asker), device }
      const author = authorOf(request.asker, ids)
      const moved = await db.write(
        centre,
        at(request.asker, (command) => movePlace(command, { ...asked, ...mover }, author)),
      )
      return isRefusal(moved) ? reply.refuse(moved) : moved
    },
  )

  app.post(
    '/api/centres/:centre/places/:place/merge',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Merge a place into another of its kind',
        description:
          'Its cards get the free slots there, in the order in which they lie, and it is no more. Refused where they do not all fit.',
        tags,
        params: PlaceParams,
        body: Into,
        response: {
          200: Type.Object({
            from: Type.String(),
            into: Type.String(),
            moves: Type.Array(
              Type.Object({ serial: Type.String(), from: Type.String(), to: Type.String() }),
              { description: 'Where each card is to be put.' },
            ),
          }),
        },
      },
    },
    async (request, reply) => {
      const { centre, place: code } = request.params
      const { into, device = null } = request.body
      const asked = { place: scannedCode(code), into: scannedCode(into) }
      const mover = { staffId: staffIdOf(request.asker), device }
      const author = authorOf(request.asker, ids)
      const merged = await db.write(
        centre,
        at(request.asker, (command) => mergePlace(command, { ...asked, ...mover }, author)),
      )
      return isRefusal(merged) ? reply.refuse(merged) : merged
    },
  )
}
