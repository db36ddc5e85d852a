import { Type } from 'typebox'
import { type Asker, may, mayActIn, worksAs } from '../access.ts'
import type { Command, Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import type { PickView as Shown } from '../live/events.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { CentreParams, CitizenId, Id, NOT_BLANK } from '../schemas.ts'
import { scannedCode, staffIdOf } from './card.routes.ts'
import { CardView, PickView, PostView, SearchList, SerialParams } from './card.schemas.ts'
import { cardView } from './card.view.ts'
import { handOver } from './handover.store.ts'
import { keepRefusedScan } from './incident.store.ts'
import { missPick } from './not-found.store.ts'
import { type PickRow, pickById, pickCard, shownPick, ticketOfPickup } from './pick.store.ts'
import { pickView, postView } from './post.view.ts'
import { searchList } from './search.view.ts'

const NAME_MAX = 200
const PickParams = Type.Object({ pick: Id })
const Name = Type.String({ maxLength: NAME_MAX })
const HandoverBody = Type.Object(
  {
    ticketId: Id,
    identity: Type.String({
      pattern: NOT_BLANK,
      maxLength: 64,
      description: 'How identity was shown: card_holder, passport, pickup_code, representative, …',
    }),
    oldCard: Type.Optional(
      Type.Boolean({ description: 'Whether an old card was taken; false by default.' }),
    ),
    representative: Type.Optional(
      Type.Union([Name, Type.Object({ name: Name, citizenId: Type.Optional(CitizenId) })], {
        description: 'Who stood there in the owner’s place; kept encrypted.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** Scans of the wrong thing: refused, and kept. */
const isWrongScan = ({ refused }: Refusal): boolean =>
  refused === 'wrong_card' || refused === 'unknown_card' || refused === 'card_not_here'

export const pickRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db, vault, ids, clock } = deps

  app.get(
    '/api/centres/:centre/post',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The post section as it stands',
        description: 'The same view that the socket sends as `post`.',
        tags: ['picks'],
        params: CentreParams,
        response: { 200: PostView },
      },
    },
    async (request, reply) =>
      (await postView(db, request.params.centre)) ?? reply.refuse(refuse('unknown_centre')),
  )

  /** Something done to a pick in the order of its centre, answered with the pick as it is then. */
  const change = async (
    id: string,
    asker: Asker,
    body: (command: Command) => Step<PickRow | Refusal>,
  ): Promise<Shown | Refusal> => {
    const [pick] = await db.read(pickById({ id }))
    if (!pick) return refuse('unknown_pick')
    if (!mayActIn(asker, pick.centreId)) return refuse('not_allowed')
    const changed = await db.write(pick.centreId, body)
    if (isRefusal(changed)) return changed
    const [shown] = await db.read(shownPick({ id }))
    return shown ? pickView(shown) : refuse('unknown_pick')
  }

  app.post(
    '/api/picks/:pick/picked',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The card was fetched',
        description: 'Its slot stays its own until the handover. Said twice, it stays fetched.',
        tags: ['picks'],
        params: PickParams,
        response: { 200: PickView },
      },
    },
    async (request, reply) => {
      const { pick } = request.params
      const staffId = staffIdOf(request.asker)
      const outcome = await change(pick, request.asker, (command) =>
        pickCard(command, pick, { staffId }),
      )
      return isRefusal(outcome) ? reply.refuse(outcome) : outcome
    },
  )

  app.post(
    '/api/picks/:pick/not-found',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The card is not in its slot',
        description:
          'It is missing from now on, and an incident says so. Its visitor is told at once, and the answer says where to look.',
        tags: ['picks'],
        params: PickParams,
        response: { 200: Type.Object({ ...PickView.properties, search: SearchList }) },
      },
    },
    async (request, reply) => {
      const { pick } = request.params
      const staffId = staffIdOf(request.asker)
      const outcome = await change(pick, request.asker, (command) =>
        missPick(command, pick, ids.next(), { staffId }),
      )
      if (isRefusal(outcome)) return reply.refuse(outcome)
      const [{ centreId = '' } = {}] = await db.read(pickById({ id: pick }))
      return { ...outcome, search: await searchList(deps, centreId, outcome.serial) }
    },
  )

  app.post(
    '/api/cards/:serial/handover',
    {
      config: { may: may.allStaff },
      schema: {
        summary: 'Give a card to the visitor of a ticket',
        description:
          'The ticket must be at a counter, the giver’s own unless they are of the post section, and for this very card; one that was taken without a personal number is for any card of its visitor. A wrong card is refused with wrong_card, and the scan is kept.',
        tags: ['cards'],
        params: SerialParams,
        body: HandoverBody,
        response: { 200: CardView },
      },
    },
    async (request, reply) => {
      const { asker, body } = request
      const { ticketId, identity, oldCard = false, representative } = body
      const serial = scannedCode(request.params.serial)
      if (asker.kind !== 'staff') return reply.refuse(refuse('not_allowed'))
      const [ticket] = await db.read(ticketOfPickup({ id: ticketId }))
      if (!ticket) return reply.refuse(refuse('unknown_ticket'))
      const { centreId } = ticket
      if (!mayActIn(asker, centreId)) return reply.refuse(refuse('not_allowed'))
      const person = typeof representative === 'string' ? { name: representative } : representative
      const isNamed = person !== undefined && person.name.trim() !== ''
      const handover = {
        serial,
        ticketId,
        identity,
        oldCard,
        representativeCipher: isNamed ? vault.seal(JSON.stringify(person)) : null,
        staffId: asker.id,
      }
      const mayAnywhere = worksAs(asker, may.postSection.staff)
      const given = await db.write(centreId, (command) => handOver(command, handover, mayAnywhere))
      if (!isRefusal(given)) return cardView(given)
      if (isWrongScan(given)) {
        const note = `${given.refused} ${ticketId} ${asker.id}`
        const refusedScan = { id: ids.next(), centreId, serial, note, at: clock.now() }
        await db.amend(() => keepRefusedScan({ ...refusedScan, kind: 'wrong_card' }))
      }
      return reply.refuse(given)
    },
  )
}
