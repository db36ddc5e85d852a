import { Type } from 'typebox'
import { type Asker, may, mayActIn } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Command, Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { CentreParams, Empty, Id, Iso } from '../schemas.ts'
import {
  type BoxRow,
  boxById,
  boxesOf,
  closeBox,
  makeBox,
  packCard,
  receiveFromBox,
  sealBox,
} from './box.store.ts'
import { BOX_MAX, boxOutcomes, boxStates } from './box.ts'
import { boxViews, boxWithCards } from './box.view.ts'
import { keepScan, scannedCode, staffIdOf } from './card.routes.ts'
import { CardView, Nullable, NullableIso, Serial } from './card.schemas.ts'
import { cardView } from './card.view.ts'
import { at } from './station.ts'

const BoxParams = Type.Object({ box: Id })
const box = {
  id: Id,
  from: Id,
  to: Id,
  state: Type.Enum([...boxStates], {
    description: 'sealed: on its way, or being unpacked where it goes.',
  }),
  seal: Nullable,
  madeBy: Nullable,
  sealedBy: Nullable,
  closedBy: Nullable,
  madeAt: Iso,
  sealedAt: NullableIso,
  closedAt: NullableIso,
}
const Box = Type.Object(box)
const BoxWithCards = Type.Object({
  ...box,
  cards: Type.Array(
    Type.Object({
      serial: Type.String(),
      packedBy: Nullable,
      outcome: Type.Union([Type.Enum([...boxOutcomes]), Type.Null()], {
        description:
          'null: in the box; left: it stayed where it was sent from (collected meanwhile, wanted by a visitor, or left out by mistake).',
      }),
    }),
  ),
})
const ScanBody = Type.Object({ serial: Serial }, { additionalProperties: false })
const Seal = Type.String({
  pattern: '^\\s*[A-Za-z0-9-]{1,32}\\s*$',
  maxLength: 64,
  description: 'The number on the seal, as scanned.',
})

/** The end of a box that a step of it belongs to. */
type End = 'fromCentreId' | 'toCentreId'

export const boxRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db, ids } = deps
  const tags = ['boxes']

  /** A box that the asker may see: both of its centres may. */
  const boxFor = async (id: string, asker: Asker): Promise<BoxRow | Refusal> => {
    const [row] = await db.read(boxById({ id }))
    if (!row) return refuse('unknown_box')
    const isTheirs = mayActIn(asker, row.fromCentreId) || mayActIn(asker, row.toCentreId)
    return isTheirs ? row : refuse('not_allowed')
  }

  /** Something done to a box in the order of the centre at one of its ends. */
  const change = async <R>(
    id: string,
    asker: Asker,
    end: End,
    body: (command: Command, staffId: string) => Step<R | Refusal>,
  ): Promise<R | Refusal> => {
    const row = await boxFor(id, asker)
    if (isRefusal(row)) return row
    const staffId = staffIdOf(asker)
    if (staffId === null) return refuse('not_allowed')
    if (!mayActIn(asker, row[end])) return refuse('other_end')
    return db.write(
      row[end],
      at(asker, (command) => body(command, staffId)),
    )
  }

  const shown = async (id: string) => {
    const [row] = await db.read(boxById({ id }))
    return row ? boxWithCards(db, row) : refuse('unknown_box')
  }

  /** A refused scan is kept where it was made. */
  const keep = async (id: string, asker: Asker, end: End, serial: string, no: Refusal) => {
    const [row] = await db.read(boxById({ id }))
    if (!row || no.refused === 'not_allowed' || no.refused === 'other_end') return
    await keepScan(deps, row[end], { serial, place: id, staffId: staffIdOf(asker) }, no)
  }

  app.post(
    '/api/centres/:centre/boxes',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Make a box for another centre',
        tags,
        params: CentreParams,
        body: Type.Object({ to: Id }, { additionalProperties: false }),
        response: { 201: BoxWithCards },
      },
    },
    async (request, reply) => {
      const { to } = request.body
      const staffId = staffIdOf(request.asker)
      if (staffId === null) return reply.refuse(refuse('not_allowed'))
      const [there] = await db.read(centreById({ id: to }))
      if (!there) return reply.refuse(refuse('unknown_centre'))
      const made = await db.write(request.params.centre, (command) =>
        makeBox(command, { id: ids.next(), to, staffId }),
      )
      if (isRefusal(made)) return reply.refuse(made)
      return reply.code(201).send(await boxWithCards(db, made))
    },
  )

  app.get(
    '/api/centres/:centre/boxes',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The newest boxes from a centre and to it',
        tags,
        params: CentreParams,
        response: { 200: Type.Object({ boxes: Type.Array(Box) }) },
      },
    },
    async (request, reply) => {
      const [centre] = await db.read(centreById({ id: request.params.centre }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      return { boxes: await boxViews(db, await db.read(boxesOf({ centreId: centre.id }))) }
    },
  )

  app.get(
    '/api/boxes/:box',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'A box with its cards, for both of its centres',
        tags,
        params: BoxParams,
        response: { 200: BoxWithCards },
      },
    },
    async (request, reply) => {
      const row = await boxFor(request.params.box, request.asker)
      return isRefusal(row) ? reply.refuse(row) : boxWithCards(db, row)
    },
  )

  app.post(
    '/api/boxes/:box/scans',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Put a card in a box',
        description: `At most ${BOX_MAX}. It may still be collected until the box is sealed; scanned into another box, it is in that one. What is refused is kept.`,
        tags,
        params: BoxParams,
        body: ScanBody,
        response: { 200: CardView },
      },
    },
    async ({ params, asker, body }, reply) => {
      const serial = scannedCode(body.serial)
      const packed = await change(params.box, asker, 'fromCentreId', (command, staffId) =>
        packCard(command, { boxId: params.box, serial, staffId }),
      )
      if (!isRefusal(packed)) return cardView(packed)
      await keep(params.box, asker, 'fromCentreId', serial, packed)
      return reply.refuse(packed)
    },
  )

  app.post(
    '/api/boxes/:box/seal',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Seal a box',
        description:
          'Its cards leave their slots and are on their way, all at once. Sealed again with the same seal, it changes nothing.',
        tags,
        params: BoxParams,
        body: Type.Object({ seal: Seal }, { additionalProperties: false }),
        response: { 200: BoxWithCards },
      },
    },
    async ({ params, asker, body }, reply) => {
      const seal = scannedCode(body.seal)
      const sealed = await change(params.box, asker, 'fromCentreId', (command, staffId) =>
        sealBox(command, { boxId: params.box, seal, staffId }),
      )
      const view = isRefusal(sealed) ? sealed : await shown(params.box)
      return isRefusal(view) ? reply.refuse(view) : view
    },
  )

  app.post(
    '/api/boxes/:box/receive',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Scan a card out of a box where it was sent',
        description:
          'From now on it is a card of that centre. Scanned again, it changes nothing. What is refused is kept.',
        tags,
        params: BoxParams,
        body: ScanBody,
        response: { 200: CardView },
      },
    },
    async ({ params, asker, body }, reply) => {
      const serial = scannedCode(body.serial)
      const received = await change(params.box, asker, 'toCentreId', (command, staffId) =>
        receiveFromBox(command, { boxId: params.box, serial, staffId }),
      )
      if (!isRefusal(received)) return cardView(received)
      await keep(params.box, asker, 'toCentreId', serial, received)
      return reply.refuse(received)
    },
  )

  app.post(
    '/api/boxes/:box/close',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'End the unpacking of a box where it was sent',
        description: 'What has not come out of it is missing from now on, each with an incident.',
        tags,
        params: BoxParams,
        body: Empty,
        response: { 200: BoxWithCards },
      },
    },
    async ({ params, asker }, reply) => {
      const closed = await change(params.box, asker, 'toCentreId', (command, staffId) =>
        closeBox(command, { boxId: params.box, staffId }),
      )
      const view = isRefusal(closed) ? closed : await shown(params.box)
      return isRefusal(view) ? reply.refuse(view) : view
    },
  )
}
