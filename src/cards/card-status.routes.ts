import { Type } from 'typebox'
import { type Asker, may, worksAs } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Vault } from '../crypto.ts'
import { sameSecret } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { westernDigits } from '../phone.ts'
import { CitizenId, Id } from '../schemas.ts'
import { countAsking } from './asking.store.ts'
import { CARDS_OF_CITIZEN_MAX, type CardRow, cardFrom, cardsOfCitizen } from './card.store.ts'
import { isReady, type PickupAnswer, pickupAnswer } from './card.ts'
import { keptUntil } from './disposal.ts'
import { readPickupCode } from './handover.ts'
import { readApplicationNumber } from './manifest.ts'

const Status = Type.Object({
  state: Type.Enum(['ready', 'not_here', 'other_centre', 'collected', 'unknown']),
  centre: Type.Optional(Id),
  section: Type.Optional(Type.String()),
  keptUntil: Type.Optional(
    Type.String({
      format: 'date',
      description:
        'The last day on which a ready card is kept, in the time zone of its centre; it may be past while the card still lies there.',
    }),
  ),
})

/** Whether one asks who sees the citizen's card itself: no proof is asked of them. */
const isTrusted = (asker: Asker): boolean =>
  (asker.kind === 'device' && asker.device === 'kiosk') ||
  (asker.kind === 'staff' && worksAs(asker, may.postSection.staff))

const homeOf = (asker: Asker): string | null =>
  asker.kind === 'staff' || asker.kind === 'device' ? asker.centreId : null

/**
 * The card a proof is good for: the number of its application, or its pickup code. Its serial is
 * none, for serials can be counted up. The same number of comparisons is made whether the citizen
 * has cards or none, so that the time of the answer says nothing.
 */
const provenCard = (
  rows: readonly CardRow[],
  proof: string,
  { pickupCode, findApplication }: Vault,
): CardRow | undefined => {
  const code = readPickupCode(proof)
  const application = findApplication(readApplicationNumber(proof) ?? '')
  let proven: CardRow | undefined
  for (let at = 0; at < CARDS_OF_CITIZEN_MAX; at++) {
    const row = rows[at]
    const isApplication = sameSecret(application, row?.applicationHash ?? `no number ${at}`)
    const isCode = sameSecret(code, pickupCode(row?.serial ?? `no card ${at}`))
    if (row && (isApplication || isCode)) proven ??= row
  }
  return proven
}

/** The answer in a centre, or for somebody in none, in the centre of the card that says most. */
const answerFor = (rows: readonly CardRow[], here: string | null): PickupAnswer => {
  const best = rows.find(isReady) ?? rows[0]
  return pickupAnswer(rows.map(cardFrom), here ?? best?.centreId ?? '')
}

export const cardStatusRoutes = async (app: App, { db, clock, vault }: Deps): Promise<void> => {
  /** Until when the card of an answer is kept, where it lies ready. */
  const lastDayOf = async (answer: PickupAnswer): Promise<string | undefined> => {
    if (answer.state !== 'ready' || answer.readyAt === null) return undefined
    const [centre] = await db.read(centreById({ id: answer.centreId }))
    return centre && keptUntil(centre, answer.readyAt)
  }

  /** What may be known of an answer, by whitelist. */
  const statusView = async (answer: PickupAnswer) => {
    const lastDay = await lastDayOf(answer)
    return {
      state: answer.state,
      ...(answer.centreId !== undefined && { centre: answer.centreId }),
      ...(answer.state === 'ready' && { section: answer.section }),
      ...(lastDay !== undefined && { keptUntil: lastDay }),
    }
  }

  app.post(
    '/api/card-status',
    {
      config: { may: may.anyone, limit: 'cardStatus' },
      schema: {
        summary: 'Is my card ready, in which section, and until when?',
        description:
          'A kiosk and post staff ask with the citizen id alone. Everybody else needs a proof: the application number or the pickup code; without a good one the answer is unknown, whether there is a card or not.',
        tags: ['cards'],
        body: Type.Object(
          {
            citizenId: CitizenId,
            proof: Type.Optional(
              Type.String({ maxLength: 64, description: 'Application number or pickup code.' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: Status },
      },
    },
    async ({ asker, body }, reply) => {
      const citizenHash = vault.find(westernDigits(body.citizenId))
      // Counted before it is answered, whether the citizen has cards or not.
      const refused = isTrusted(asker)
        ? null
        : await db.amend(() => countAsking(citizenHash, clock.now()))
      if (refused) return reply.refuse(refused)
      const rows = await db.read(cardsOfCitizen({ citizenHash }))
      if (isTrusted(asker)) return statusView(answerFor(rows, homeOf(asker)))
      const proven = provenCard(rows, body.proof ?? '', vault)
      return statusView(answerFor(proven ? [proven] : [], null))
    },
  )
}
