import { Type } from 'typebox'
import { type Asker, may, mayActIn, type StaffAsker, worksAs } from '../access.ts'
import { sameSecret } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { CitizenId, Credentials, Id, Iso, NOT_BLANK } from '../schemas.ts'
import type { Door } from '../staff/staff.door.ts'
import { scannedCode } from './card.routes.ts'
import { CardView, Nullable, Serial, SerialParams } from './card.schemas.ts'
import type { CardRow } from './card.store.ts'
import { cardView } from './card.view.ts'
import {
  type Handover,
  type HandoverRow,
  handOver,
  handoverOf,
  type Offer,
  offerCard,
} from './handover.store.ts'
import { handoverExceptions, readPickupCode, receipts } from './handover.ts'
import { handoverView } from './handover.view.ts'
import { keepRefusedScan } from './incident.store.ts'
import { ticketOfPickup } from './pick.store.ts'
import { readSignature, SIGNATURE_CHARS_MAX } from './signature.ts'
import { at } from './station.ts'

const NAME_MAX = 200
const Name = Type.String({ maxLength: NAME_MAX })
const HandoverBody = Type.Object(
  {
    ticketId: Id,
    identity: Type.String({
      pattern: NOT_BLANK,
      maxLength: 64,
      description:
        'How identity was shown, in the giver’s word: card_holder, passport, representative, …; no_document, none, or the pickup_code alone, is an exception.',
    }),
    oldCard: Type.Optional(
      Type.Boolean({ description: 'Whether an old card was taken; false by default.' }),
    ),
    representative: Type.Optional(
      Type.Union(
        [
          Name,
          Type.Object({
            name: Name,
            citizenId: Type.Optional(CitizenId),
            authorised: Type.Optional(
              Type.Boolean({
                description: 'false: nothing shows that the owner sent them, an exception.',
              }),
            ),
          }),
        ],
        { description: 'Who stood there in the owner’s place; kept encrypted.' },
      ),
    ),
    pickupCode: Type.Optional(
      Type.String({
        maxLength: 16,
        description:
          'As the visitor tells it. A wrong one is refused; after five within an hour, any one.',
      }),
    ),
    signature: Type.Optional(
      Type.String({
        maxLength: SIGNATURE_CHARS_MAX,
        description:
          'Drawn by the visitor: base64 of a PNG, 100×40 to 1200×600 pixels, at most 30,000 bytes, with something written on it. Kept encrypted, drawn anew.',
      }),
    ),
    receiptAsked: Type.Optional(
      Type.Boolean({
        description:
          'true: with neither code nor signature it is an exception, also in a centre that does not ask for either. Within an hour of a wrong code one is asked for in any case.',
      }),
    ),
    second: Type.Optional(
      Type.Object(Credentials.properties, {
        additionalProperties: false,
        description:
          'The other member of staff who answers for an exception, with their own password.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** A card is handed over once, so its serial names it. */
const HandoverParams = Type.Object({ handover: Serial })
const HandoverSchema = Type.Object({
  serial: Type.String(),
  ticketId: Type.String(),
  at: Iso,
  identity: Type.String(),
  oldCard: Type.Boolean(),
  representative: Type.Union(
    [Type.Object({ name: Type.String(), citizenId: Nullable }), Type.Null()],
    { description: 'null: none, or no longer kept.' },
  ),
  receipt: Type.Enum([...receipts]),
  signature: Type.Boolean({ description: 'Whether there is one, and it is kept still.' }),
  exceptions: Type.Array(Type.Enum([...handoverExceptions])),
  staff: Nullable,
  second: Type.Union([Type.String(), Type.Null()], {
    description: 'The name of who answers for the exceptions with them.',
  }),
})

/** What is refused and kept: the wrong thing scanned, or the wrong code told. */
const keptAs = ({ refused }: Refusal): 'wrong_card' | 'wrong_code' | null => {
  if (refused === 'wrong_pickup_code') return 'wrong_code'
  const isWrongScan =
    refused === 'wrong_card' || refused === 'unknown_card' || refused === 'card_not_here'
  return isWrongScan ? 'wrong_card' : null
}

export const handoverRoutes = async (app: App, deps: Deps & { door: Door }): Promise<void> => {
  const { db, vault, ids, clock } = deps
  const { memberBy } = deps.door

  /** Gives the card; the second person's password is asked for only where two have to answer. */
  const give = async (
    asker: Asker,
    centreId: string,
    handover: Handover,
    mayAnywhere: boolean,
    second: { username: string; password: string } | undefined,
  ): Promise<CardRow | Refusal> => {
    const alone = await db.write(
      centreId,
      at(asker, (command) => handOver(command, handover, mayAnywhere)),
    )
    if (!isRefusal(alone) || alone.refused !== 'second_person_needed' || !second) return alone
    const member = await memberBy(second)
    if (isRefusal(member))
      return member.refused === 'locked_out' ? member : refuse('second_person_unknown')
    const both = { ...handover, secondId: member.id }
    return db.write(
      centreId,
      at(asker, (command) => handOver(command, both, mayAnywhere)),
    )
  }

  /** The centre of the ticket that a card is given for, to whoever may act there. */
  const centreFor = async (asker: StaffAsker, ticketId: string): Promise<string | Refusal> => {
    const [ticket] = await db.read(ticketOfPickup({ id: ticketId }))
    if (!ticket) return refuse('unknown_ticket')
    return mayActIn(asker, ticket.centreId) ? ticket.centreId : refuse('not_allowed')
  }

  /** Keeps what was refused, where it is of the kind that is looked at later. */
  const keep = async (refusal: Refusal, centreId: string, offer: Offer): Promise<Refusal> => {
    const kind = keptAs(refusal)
    if (kind === null) return refusal
    const { serial, ticketId, staffId } = offer
    const note = `${refusal.refused} ${ticketId} ${staffId}`
    const refusedScan = { id: ids.next(), centreId, serial, note, at: clock.now(), kind }
    await db.amend(() => keepRefusedScan(refusedScan))
    return refusal
  }

  app.post(
    '/api/cards/:serial/offer',
    {
      config: { may: may.allStaff },
      schema: {
        summary: 'Ask whether a card may be given to the visitor of a ticket',
        description:
          'As it is scanned, before anybody shows who they are: refused as the handover would be for the card and the ticket, and a wrong scan is kept. Nothing else changes.',
        tags: ['cards'],
        params: SerialParams,
        body: Type.Object({ ticketId: Id }, { additionalProperties: false }),
        response: { 200: Type.Object({ serial: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { asker, body, params } = request
      if (asker.kind !== 'staff') return reply.refuse(refuse('not_allowed'))
      const centreId = await centreFor(asker, body.ticketId)
      if (isRefusal(centreId)) return reply.refuse(centreId)
      const serial = scannedCode(params.serial)
      const offer: Offer = { serial, ticketId: body.ticketId, staffId: asker.id }
      const mayAnywhere = worksAs(asker, may.postSection.staff)
      const fits = await db.amend(() =>
        offerCard({ centre: { id: centreId }, now: clock.now() }, offer, mayAnywhere),
      )
      return isRefusal(fits) ? reply.refuse(await keep(fits, centreId, offer)) : { serial }
    },
  )

  app.post(
    '/api/cards/:serial/handover',
    {
      config: { may: may.allStaff },
      schema: {
        summary: 'Give a card to the visitor of a ticket',
        description:
          'The ticket must be at a counter, the giver’s own unless they are of the post section, and for this very card; one that was taken without a personal number is for any card of its visitor. A wrong card is refused with wrong_card, a wrong code with wrong_pickup_code, and both are kept. For an exception (no document, a representative whom nothing authorises, or no receipt where the centre asks for one) a second member of staff answers: without one it is refused with second_person_needed.',
        tags: ['cards'],
        params: SerialParams,
        body: HandoverBody,
        response: { 200: CardView },
      },
    },
    async (request, reply) => {
      const { asker, body } = request
      const { ticketId, identity, oldCard = false, representative, pickupCode } = body
      const serial = scannedCode(request.params.serial)
      if (asker.kind !== 'staff') return reply.refuse(refuse('not_allowed'))
      const centreId = await centreFor(asker, ticketId)
      if (isRefusal(centreId)) return reply.refuse(centreId)
      const signature = body.signature === undefined ? null : await readSignature(body.signature)
      if (body.signature !== undefined && signature === null)
        return reply.refuse(refuse('bad_signature'))
      const { authorised = true, ...person } =
        typeof representative === 'object' ? representative : { name: representative ?? '' }
      if (typeof representative === 'object' && !person.name.trim())
        return reply.refuse(refuse('representative_needed'))
      const code = readPickupCode(pickupCode ?? '')
      const handover: Handover = {
        serial,
        ticketId,
        identity,
        oldCard,
        representativeCipher: person.name.trim() ? vault.seal(JSON.stringify(person)) : null,
        isAuthorised: authorised,
        codeIsRight: code === '' ? null : sameSecret(code, vault.pickupCode(serial)),
        signatureCipher: signature === null ? null : vault.seal(signature),
        receiptAsked: body.receiptAsked === true,
        staffId: asker.id,
      }
      const mayAnywhere = worksAs(asker, may.postSection.staff)
      const given = await give(asker, centreId, handover, mayAnywhere, body.second)
      return isRefusal(given)
        ? reply.refuse(await keep(given, centreId, handover))
        : cardView(given)
    },
  )

  /** How a card was given, as far as the asker may know. */
  const recordFor = async (asker: Asker, scanned: string): Promise<HandoverRow | Refusal> => {
    const [row] = await db.read(handoverOf({ serial: scannedCode(scanned) }))
    if (!row) return refuse('not_handed_over')
    return mayActIn(asker, row.centreId) ? row : refuse('not_allowed')
  }

  app.get(
    '/api/handovers/:handover',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'How a card was handed over',
        description: 'Who was in the owner’s place is erased after the time of the centre.',
        tags: ['cards'],
        params: HandoverParams,
        response: { 200: HandoverSchema },
      },
    },
    async (request, reply) => {
      const row = await recordFor(request.asker, request.params.handover)
      return isRefusal(row) ? reply.refuse(row) : handoverView(deps, row)
    },
  )

  app.get(
    '/api/handovers/:handover/signature',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'The signature for a card',
        description: 'A PNG image. That it was looked at is noted in the log.',
        tags: ['cards'],
        params: HandoverParams,
        response: {
          200: { content: { 'image/png': { schema: Type.Unsafe<Buffer>(Type.String()) } } },
        },
      },
    },
    async (request, reply) => {
      const { asker } = request
      const row = await recordFor(asker, request.params.handover)
      if (isRefusal(row)) return reply.refuse(row)
      if (row.signatureCipher === null) return reply.refuse(refuse('no_signature'))
      const { serial } = row
      request.log.info({ serial, staffId: 'id' in asker ? asker.id : null }, 'signature shown')
      return reply.type('image/png').send(Buffer.from(vault.open(row.signatureCipher), 'base64'))
    },
  )
}
