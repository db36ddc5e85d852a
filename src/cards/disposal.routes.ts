import { Type } from 'typebox'
import { type Asker, may, mayActIn, worksAs } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { CentreParams, Credentials, Id, Iso } from '../schemas.ts'
import type { Door } from '../staff/staff.door.ts'
import { admit } from '../staff/staff.store.ts'
import { keepScan, scannedCode, staffIdOf } from './card.routes.ts'
import { CardView, Nullable, NullableIso, Serial } from './card.schemas.ts'
import { cardView } from './card.view.ts'
import { confirmDisposal, giveUpDisposal } from './confirm.store.ts'
import {
  type DisposalRow,
  disposalById,
  disposalsOf,
  dueCards,
  LIST_MAX,
  LISTED_AT_ONCE,
  listDueCards,
  listNamedCards,
  scanOntoList,
} from './disposal.store.ts'
import { disposalKinds, disposalOutcomes, disposalStates } from './disposal.ts'
import { disposalViews, disposalWithCards } from './disposal.view.ts'
import { at } from './station.ts'

const DisposalParams = Type.Object({ disposal: Id })
const disposal = {
  id: Id,
  centre: Id,
  kind: Type.Enum([...disposalKinds]),
  state: Type.Enum([...disposalStates]),
  madeBy: Nullable,
  confirmedBy: Nullable,
  madeAt: Iso,
  closedAt: NullableIso,
  listed: Type.Integer(),
  scanned: Type.Integer(),
  expired: Type.Integer(),
  dropped: Type.Integer({ description: 'Cards that left the list: see the outcome of each.' }),
}
const Disposal = Type.Object(disposal)
const withCards = {
  ...disposal,
  cards: Type.Array(
    Type.Object({
      serial: Type.String(),
      place: Type.Union([Type.String(), Type.Null()], { description: 'Where it lies now.' }),
      scannedBy: Nullable,
      scannedAt: NullableIso,
      outcome: Type.Union([Type.Enum([...disposalOutcomes]), Type.Null()], {
        description:
          'expired; or why it dropped out: collected, wanted (a visitor waits for it), not_scanned, not_due. null: not confirmed yet.',
      }),
    }),
  ),
}
const DisposalWithCards = Type.Object(withCards)
const Made = Type.Object({
  ...withCards,
  notDue: Type.Array(Type.String(), { description: 'Named cards that were not put on it.' }),
})

export const disposalRoutes = async (app: App, deps: Deps & { door: Door }): Promise<void> => {
  const { db, ids, clock, door } = deps
  const tags = ['uncollected cards']

  /** A list that the asker may see. */
  const listFor = async (id: string, asker: Asker): Promise<DisposalRow | Refusal> => {
    const [list] = await db.read(disposalById({ id }))
    if (!list) return refuse('unknown_disposal')
    return mayActIn(asker, list.centreId) ? list : refuse('not_allowed')
  }

  const shown = async (id: string) => {
    const [list] = await db.read(disposalById({ id }))
    return list ? disposalWithCards(db, list) : refuse('unknown_disposal')
  }

  app.get(
    '/api/centres/:centre/cards/due',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Cards that lie past their time',
        description:
          'Ready for longer than the centre’s working days (60 unless set), not kept back and on no list; longest kept first, at most 250. None of them is ended by itself.',
        tags,
        params: CentreParams,
        response: { 200: Type.Object({ cards: Type.Array(CardView) }) },
      },
    },
    async (request, reply) => {
      const [centre] = await db.read(centreById({ id: request.params.centre }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const rows = await db.read(dueCards(centre, clock.now()))
      return { cards: rows.map(cardView) }
    },
  )

  app.post(
    '/api/centres/:centre/disposals',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Make a list of cards to be sent back or destroyed',
        description: `Of all that are due (at most ${LIST_MAX}), or of those named, as far as they are. The cards stay where they are, and may be collected, until somebody else confirms it.`,
        tags,
        params: CentreParams,
        body: Type.Object(
          {
            kind: Type.Enum([...disposalKinds]),
            serials: Type.Optional(Type.Array(Serial, { minItems: 1, maxItems: LISTED_AT_ONCE })),
          },
          { additionalProperties: false },
        ),
        response: { 201: Made },
      },
    },
    async (request, reply) => {
      const { centre } = request.params
      const { kind, serials } = request.body
      const staffId = staffIdOf(request.asker)
      if (staffId === null) return reply.refuse(refuse('not_allowed'))
      const list = { id: ids.next(), kind, staffId }
      let notDue: string[] = []
      if (serials) {
        const named = serials.map(scannedCode)
        const made = await db.write(centre, (command) => listNamedCards(command, list, named))
        if (isRefusal(made)) return reply.refuse(made)
        notDue = made
      } else {
        for (let listed = 0; listed < LIST_MAX; ) {
          const added = await db.write(centre, (command) => listDueCards(command, list))
          if (isRefusal(added)) return reply.refuse(added)
          listed += added
          if (added < LISTED_AT_ONCE) break
        }
      }
      const view = await shown(list.id)
      return isRefusal(view) ? reply.refuse(view) : reply.code(201).send({ ...view, notDue })
    },
  )

  app.get(
    '/api/centres/:centre/disposals',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The newest lists of cards sent back or destroyed',
        tags,
        params: CentreParams,
        response: { 200: Type.Object({ disposals: Type.Array(Disposal) }) },
      },
    },
    async (request, reply) => {
      const [centre] = await db.read(centreById({ id: request.params.centre }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const lists = await db.read(disposalsOf({ centreId: centre.id }))
      return { disposals: await disposalViews(db, lists) }
    },
  )

  app.get(
    '/api/disposals/:disposal',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'A list with its cards',
        tags,
        params: DisposalParams,
        response: { 200: DisposalWithCards },
      },
    },
    async (request, reply) => {
      const list = await listFor(request.params.disposal, request.asker)
      return isRefusal(list) ? reply.refuse(list) : disposalWithCards(db, list)
    },
  )

  app.post(
    '/api/disposals/:disposal/scans',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Scan a card that was taken out for a list',
        description:
          'A due card that is on no list is put on this one. Scanned again, it changes nothing. What is refused is kept.',
        tags,
        params: DisposalParams,
        body: Type.Object({ serial: Serial }, { additionalProperties: false }),
        response: { 200: CardView },
      },
    },
    async (request, reply) => {
      const list = await listFor(request.params.disposal, request.asker)
      if (isRefusal(list)) return reply.refuse(list)
      const staffId = staffIdOf(request.asker)
      if (staffId === null) return reply.refuse(refuse('not_allowed'))
      const serial = scannedCode(request.body.serial)
      const scan = { disposalId: list.id, serial, staffId }
      const scanned = await db.write(
        list.centreId,
        at(request.asker, (command) => scanOntoList(command, scan)),
      )
      if (!isRefusal(scanned)) return cardView(scanned)
      await keepScan(deps, list.centreId, { serial, place: list.id, staffId }, scanned)
      return reply.refuse(scanned)
    },
  )

  /** Ends what is on a list, a slice at a time, in the name of its second member of staff. */
  const confirmAs = async (list: DisposalRow, asker: Asker, staffId: string) => {
    for (;;) {
      const turn = await db.write(
        list.centreId,
        at(asker, (command) => confirmDisposal(command, { disposalId: list.id, staffId })),
      )
      if (isRefusal(turn)) return turn
      if (!turn.isMore) return shown(list.id)
    }
  }

  app.post(
    '/api/disposals/:disposal/confirm',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Confirm a list, as the second member of staff',
        description:
          'Not who made it or scanned its cards. From now on the scanned cards are expired; one that was collected meanwhile, is wanted by a visitor, or was not scanned drops out, and the answer says so. A list of which no card was scanned is refused with nothing_scanned, unless none of its cards is due any more. A list that was broken off is gone on with; confirmed again, it answers the same.',
        tags,
        params: DisposalParams,
        response: { 200: DisposalWithCards },
      },
    },
    async (request, reply) => {
      const list = await listFor(request.params.disposal, request.asker)
      if (isRefusal(list)) return reply.refuse(list)
      const staffId = staffIdOf(request.asker)
      if (staffId === null) return reply.refuse(refuse('not_allowed'))
      const view = await confirmAs(list, request.asker, staffId)
      return isRefusal(view) ? reply.refuse(view) : view
    },
  )

  app.post(
    '/api/disposals/:disposal/abandon',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Give a list up that was made by mistake',
        description:
          'As long as none of its cards was scanned: they leave the list and stay where they are. Nobody confirms it; said twice, it stays given up.',
        tags,
        params: DisposalParams,
        response: { 200: DisposalWithCards },
      },
    },
    async (request, reply) => {
      const list = await listFor(request.params.disposal, request.asker)
      if (isRefusal(list)) return reply.refuse(list)
      const disposalId = list.id
      const ended = await db.write(list.centreId, (command) =>
        giveUpDisposal(command, { disposalId }),
      )
      return isRefusal(ended) ? reply.refuse(ended) : disposalWithCards(db, ended)
    },
  )

  app.post(
    '/api/disposals/:disposal/countersign',
    {
      config: { may: may.postSection, limit: 'signIn' },
      schema: {
        summary: 'Confirm a list at the workplace of the first member of staff',
        description:
          'As confirm, by somebody who is not signed in here: they give their own name and password, and nobody is signed in or out by it. They must be allowed to confirm lists of this centre. Wrong passwords count towards the lock of the account.',
        tags,
        params: DisposalParams,
        body: Credentials,
        response: { 200: DisposalWithCards },
      },
    },
    async (request, reply) => {
      const list = await listFor(request.params.disposal, request.asker)
      if (isRefusal(list)) return reply.refuse(list)
      const known = await door.memberBy(request.body)
      if (isRefusal(known)) return door.turnAway(reply, known)
      const second = await db.amend(() =>
        admit({ staffId: known.id, passwordHash: known.passwordHash }, clock.now()),
      )
      if (isRefusal(second)) return door.turnAway(reply, second)
      const isAllowed =
        worksAs(second, may.postSection.staff) &&
        (second.centreId === null || second.centreId === list.centreId)
      if (!isAllowed) return reply.refuse(refuse('not_allowed'))
      const view = await confirmAs(list, request.asker, second.id)
      return isRefusal(view) ? reply.refuse(view) : view
    },
  )
}
