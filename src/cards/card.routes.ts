import { Type } from 'typebox'
import { type Asker, may, mayActIn } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { westernDigits } from '../phone.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { CentreParams, CitizenId } from '../schemas.ts'
import { missedElsewhere } from './box.view.ts'
import {
  CardView,
  CardWithLog,
  Device,
  Nullable,
  PlaceCode,
  ScanId,
  ScannedView,
  SearchList,
  Serial,
  SerialParams,
} from './card.schemas.ts'
import { cardBySerial, findCards } from './card.store.ts'
import { readCode } from './card.ts'
import { cardView, custodyView, scannedView } from './card.view.ts'
import { cardStatusRoutes } from './card-status.routes.ts'
import { custodyOf } from './custody.store.ts'
import { keepRefusedScan } from './incident.store.ts'
import { readPlace, suggestSlot } from './place.store.ts'
import { shelveOnce, undoScan } from './scan.store.ts'
import { searchList } from './search.view.ts'
import { at } from './station.ts'

/** An empty field of a search form asks for nothing. */
const EmptyString = Type.Literal('')
const SearchQuery = Type.Object({
  serial: Type.Optional(Type.Union([Serial, EmptyString])),
  citizenId: Type.Optional(Type.Union([CitizenId, EmptyString])),
  place: Type.Optional(Type.Union([PlaceCode, EmptyString])),
})

interface Scanned {
  id: string
  serial: string
  place: string
  staffId: string | null
  device: string | null
  mayUndo: boolean
}
type KeptScan = Omit<Scanned, 'id' | 'device' | 'mayUndo'> & { id?: string; device?: string | null }

export const staffIdOf = (asker: Asker): string | null => (asker.kind === 'staff' ? asker.id : null)

/** What was scanned, in the form it is kept in; the schema lets nothing else through. */
export const scannedCode = (text: string): string => readCode(text) ?? ''

/**
 * A refused scan changes nothing, not even the revision, but it is kept, with where it was for; sent
 * again under the same id, once.
 */
export const keepScan = (
  { db, ids, clock }: Pick<Deps, 'db' | 'ids' | 'clock'>,
  centreId: string,
  { id, serial, place, staffId, device = null }: KeptScan,
  { refused }: Refusal,
): Promise<void> =>
  db.amend(() =>
    keepRefusedScan({
      id: id === undefined ? ids.next() : `scan-${centreId}-${id}`,
      centreId,
      kind: 'refused_scan',
      serial,
      note: [refused, place, staffId, device].filter((one) => one !== null).join(' '),
      at: clock.now(),
    }),
  )

export const cardRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db, vault, ids } = deps
  await app.register(cardStatusRoutes, deps)

  app.post(
    '/api/centres/:centre/scans',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Put a card in a slot: shelve, move or put back',
        description:
          'Scanned again, it changes nothing; sent again under the same scanId, neither, whatever was done since. With a scanId, which is what it is taken back by, the owner is told ten seconds later; without one at once. A full slot, an unknown place or card is refused, and the scan is kept.',
        tags: ['cards'],
        params: CentreParams,
        body: Type.Object(
          {
            place: PlaceCode,
            serial: Serial,
            scanId: Type.Optional(ScanId),
            device: Type.Optional(Device),
          },
          { additionalProperties: false },
        ),
        response: { 200: ScannedView },
      },
    },
    async (request, reply) => {
      const { centre } = request.params
      const { body, asker } = request
      const scan: Scanned = {
        id: body.scanId ?? ids.next(),
        serial: scannedCode(body.serial),
        place: scannedCode(body.place),
        staffId: staffIdOf(asker),
        device: body.device ?? null,
        mayUndo: body.scanId !== undefined,
      }
      const shelved = await db.write(
        centre,
        at(asker, (command) => shelveOnce(command, scan)),
      )
      if (!isRefusal(shelved))
        return { ...scannedView(shelved.row, shelved.warnings), scanId: scan.id }
      if (shelved.refused !== 'unknown_centre') await keepScan(deps, centre, scan, shelved)
      return reply.refuse(shelved)
    },
  )

  app.post(
    '/api/centres/:centre/scans/:scan/undo',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Take a scan back',
        description:
          'As long as nothing else was done with its card: that stands again as it did before. Its message is taken back too, unless it is on its way.',
        tags: ['cards'],
        params: Type.Object({ ...CentreParams.properties, scan: ScanId }),
        body: Type.Optional(
          Type.Object({ device: Type.Optional(Device) }, { additionalProperties: false }),
        ),
        response: { 200: CardView },
      },
    },
    async (request, reply) => {
      const { centre, scan } = request.params
      const by = { staffId: staffIdOf(request.asker), device: request.body?.device ?? null }
      const undone = await db.write(
        centre,
        at(request.asker, (command) => undoScan(command, scan, by)),
      )
      return isRefusal(undone) ? reply.refuse(undone) : cardView(undone)
    },
  )

  app.get(
    '/api/centres/:centre/places/free',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The free slot nearest to a place, in its section',
        tags: ['cards'],
        params: CentreParams,
        description:
          'For a card, one where nothing beside it has a serial that looks like its own, where there is one near.',
        querystring: Type.Object({ near: PlaceCode, serial: Type.Optional(Serial) }),
        response: { 200: Type.Object({ place: Nullable }) },
      },
    },
    async (request) => {
      const near = scannedCode(request.query.near)
      const serial = request.query.serial && scannedCode(request.query.serial)
      return { place: await suggestSlot(deps, request.params.centre, near, serial) }
    },
  )

  app.get(
    '/api/centres/:centre/cards',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Where is a card?',
        description:
          'By serial, owner or place (a drawer, cabinet or section stands for all its slots); at most 100, in the order of their places. By serial, also one that was missed where a box from here was unpacked.',
        tags: ['cards'],
        params: CentreParams,
        querystring: SearchQuery,
        response: { 200: Type.Object({ cards: Type.Array(CardView) }) },
      },
    },
    async (request, reply) => {
      const centreId = request.params.centre
      const { serial, citizenId, place } = request.query
      const [centre] = await db.read(centreById({ id: centreId }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const found = place ? await readPlace(db, centreId, scannedCode(place)) : null
      const within = found && 'code' in found ? found.code : place && scannedCode(place)
      const rows = await db.read(
        findCards({
          centreId,
          ...(serial && { serial: scannedCode(serial) }),
          ...(citizenId && { citizenHash: vault.find(westernDigits(citizenId)) }),
          ...(within && { place: within }),
        }),
      )
      const isElsewhere = rows.length === 0 && serial !== undefined && !citizenId && !within
      const missed = isElsewhere ? await missedElsewhere(db, centreId, scannedCode(serial)) : []
      return { cards: [...rows, ...missed].map(cardView) }
    },
  )

  app.get(
    '/api/cards/:serial',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'A card and its custody log',
        tags: ['cards'],
        params: SerialParams,
        response: { 200: CardWithLog },
      },
    },
    async (request, reply) => {
      const serial = scannedCode(request.params.serial)
      const [row] = await db.read(cardBySerial({ serial }))
      if (!row) return reply.refuse(refuse('unknown_card'))
      if (!mayActIn(request.asker, row.centreId)) return reply.refuse(refuse('not_allowed'))
      const custody = await db.read(custodyOf({ serial }))
      return { ...cardView(row), custody: custody.map(custodyView) }
    },
  )

  app.get(
    '/api/cards/:serial/search-list',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Where to look for a card that is not in its place',
        tags: ['cards'],
        params: SerialParams,
        response: { 200: SearchList },
      },
    },
    async (request, reply) => {
      const serial = scannedCode(request.params.serial)
      const [row] = await db.read(cardBySerial({ serial }))
      if (!row) return reply.refuse(refuse('unknown_card'))
      if (!mayActIn(request.asker, row.centreId)) return reply.refuse(refuse('not_allowed'))
      return searchList(deps, row.centreId, serial)
    },
  )
}
