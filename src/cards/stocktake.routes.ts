import { Type } from 'typebox'
import type { Renderer } from '../../printers/renderer.ts'
import { type Asker, may, mayActIn } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { CentreParams } from '../schemas.ts'
import { scannedCode, staffIdOf } from './card.routes.ts'
import { PlaceCode, Serial } from './card.schemas.ts'
import { keepRefusedScan } from './incident.store.ts'
import { readPlace } from './place.store.ts'
import { noteOrPutBack, placeToPutBack } from './put-back.store.ts'
import { at } from './station.ts'
import {
  NotedView,
  StocktakeParams,
  StocktakeView as StocktakeSchema,
  StocktakeWithList,
} from './stocktake.schemas.ts'
import {
  holdStocktake,
  type NamedStocktake,
  namedStocktake,
  startStocktake,
  stocktakesOf,
} from './stocktake.store.ts'
import { advance, FROM_START, readCursor, slotIn } from './stocktake.ts'
import {
  listNames,
  progressOf,
  type StocktakeView,
  stocktakeNow,
  stocktakeView,
  stocktakeWithList,
} from './stocktake.view.ts'
import { abandonStocktake, beginClosing, endStocktake, missUnseen } from './stocktake-end.store.ts'
import { type StocktakeRow, unseenCards } from './stocktake-list.store.ts'
import { stocktakeReportRoutes } from './stocktake-report.routes.ts'

/** The most cards a closer can say are missing: as many as a centre has. */
const MISSING_MAX = 1_000_000

/** Scans of a place that cannot be meant: refused, and kept. */
const isWrongPlace = ({ refused }: Refusal): boolean =>
  refused === 'unknown_place' || refused === 'not_a_slot' || refused === 'outside_stocktake'

export const stocktakeRoutes = async (
  app: App,
  deps: Deps & { renderer: Pick<Renderer, 'stocktake'> },
): Promise<void> => {
  const { db, ids, clock } = deps

  /** A stocktake that the asker may touch. */
  const reach = async (id: string, asker: Asker): Promise<NamedStocktake | Refusal> => {
    const [stocktake] = await db.read(namedStocktake({ id }))
    if (!stocktake) return refuse('unknown_stocktake')
    return mayActIn(asker, stocktake.centreId) ? stocktake : refuse('not_allowed')
  }

  app.post(
    '/api/centres/:centre/stocktakes',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Begin a stocktake',
        description:
          'Of a section, cabinet, drawer or slot; one at a time on the same shelves. Work goes on meanwhile.',
        tags: ['stocktakes'],
        params: CentreParams,
        body: Type.Object({ place: PlaceCode }, { additionalProperties: false }),
        response: { 201: StocktakeSchema },
      },
    },
    async (request, reply) => {
      const place = scannedCode(request.body.place)
      const begun = { id: ids.next(), place, staffId: staffIdOf(request.asker) }
      const stocktake = await db.write(request.params.centre, (command) =>
        startStocktake(command, begun),
      )
      if (isRefusal(stocktake)) return reply.refuse(stocktake)
      return reply.code(201).send(await stocktakeNow(db, stocktake.id))
    },
  )

  app.get(
    '/api/centres/:centre/stocktakes',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The stocktakes of a centre, newest first',
        description: 'At most 50.',
        tags: ['stocktakes'],
        params: CentreParams,
        response: { 200: Type.Object({ stocktakes: Type.Array(StocktakeSchema) }) },
      },
    },
    async (request, reply) => {
      const centreId = request.params.centre
      const [centre] = await db.read(centreById({ id: centreId }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      return { stocktakes: (await db.read(stocktakesOf({ centreId }))).map(stocktakeView) }
    },
  )

  app.get(
    '/api/stocktakes/:stocktake',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'A stocktake, its progress and one of its lists',
        description:
          '100 cards a page, in the order of the shelves. `unseen`: what would be missing, were it closed now.',
        tags: ['stocktakes'],
        params: StocktakeParams,
        querystring: Type.Object({
          list: Type.Optional(Type.Enum([...listNames], { description: 'misplaced unless said.' })),
          after: Type.Optional(
            Type.String({
              pattern: '^[A-Z0-9-]{1,32}~[A-Z0-9-]{1,32}$',
              maxLength: 65,
              description: '`next` of the page before.',
            }),
          ),
        }),
        response: { 200: StocktakeWithList },
      },
    },
    async (request, reply) => {
      const stocktake = await reach(request.params.stocktake, request.asker)
      if (isRefusal(stocktake)) return reply.refuse(stocktake)
      const { list = 'misplaced', after } = request.query
      return stocktakeWithList(db, stocktake, list, readCursor(after))
    },
  )

  app.post(
    '/api/stocktakes/:stocktake/scans',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Scan a card where it lies',
        description:
          'Several people may at once; a card counts once, as it was scanned last. The card itself is not moved: the normal scan does that. A scan of a place outside the stocktake is refused, and kept; but a card that was seen misplaced, scanned in the place that its record says, is put back there as by the normal scan.',
        tags: ['stocktakes'],
        params: StocktakeParams,
        body: Type.Object({ place: PlaceCode, serial: Serial }, { additionalProperties: false }),
        response: { 200: NotedView },
      },
    },
    async (request, reply) => {
      const { asker, body } = request
      const stocktake = await reach(request.params.stocktake, asker)
      if (isRefusal(stocktake)) return reply.refuse(stocktake)
      const { id: stocktakeId, centreId } = stocktake
      const [serial, slot] = [scannedCode(body.serial), scannedCode(body.place)]
      const staffId = staffIdOf(asker)
      const noted = await db.write(
        centreId,
        at(asker, (command) => noteOrPutBack(command, { stocktakeId, serial, slot, staffId })),
      )
      if (!isRefusal(noted)) {
        const { outcome, state, belongs } = noted.card
        const progress = progressOf(noted.stocktake)
        return { serial, slot, outcome, state, belongs, again: noted.again, progress }
      }
      if (isWrongPlace(noted)) {
        const note = `${noted.refused} ${slot} ${staffId ?? ''}`.trim()
        const kept = { id: ids.next(), centreId, serial, note, at: clock.now() }
        await db.amend(() => keepRefusedScan({ ...kept, kind: 'refused_scan' }))
      }
      return reply.refuse(noted)
    },
  )

  app.get(
    '/api/stocktakes/:stocktake/slot',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Whether cards are scanned in a place now',
        description:
          'For whoever scans the label of a slot before its cards: answers the slot as it is called now, or refuses what the scan of any card there would be refused for. Outside the stocktake it answers a place where a misplaced card belongs.',
        tags: ['stocktakes'],
        params: StocktakeParams,
        querystring: Type.Object({ place: PlaceCode }),
        response: {
          200: Type.Object({
            slot: Type.String(),
            putBack: Type.Boolean({
              description: 'It is outside the stocktake: only misplaced cards are put back there.',
            }),
          }),
        },
      },
    },
    async (request, reply) => {
      const stocktake = await reach(request.params.stocktake, request.asker)
      if (isRefusal(stocktake)) return reply.refuse(stocktake)
      const state = advance(stocktake.state, 'scan')
      if (isRefusal(state)) return reply.refuse(state)
      const scanned = scannedCode(request.query.place)
      const slot = slotIn(stocktake, await readPlace(db, stocktake.centreId, scanned), scanned)
      if (!isRefusal(slot)) return { slot, putBack: false }
      const belongs = await placeToPutBack(db, stocktake, scanned)
      return belongs === null ? reply.refuse(slot) : { slot: belongs, putBack: true }
    },
  )

  for (const to of ['pause', 'resume'] as const)
    app.post(
      `/api/stocktakes/:stocktake/${to}`,
      {
        config: { may: may.postSection },
        schema: {
          summary: to === 'pause' ? 'Pause a stocktake' : 'Go on with a stocktake',
          description:
            to === 'pause'
              ? 'Its scans are refused until somebody goes on with it. Said twice, it stays paused.'
              : 'Whoever of the post section may, not only who paused it. Said twice, it goes on.',
          tags: ['stocktakes'],
          params: StocktakeParams,
          response: { 200: StocktakeSchema },
        },
      },
      async (request, reply) => {
        const stocktake = await reach(request.params.stocktake, request.asker)
        if (isRefusal(stocktake)) return reply.refuse(stocktake)
        const { id, centreId } = stocktake
        const held = await db.write(centreId, (command) => holdStocktake(command, id, to))
        return isRefusal(held) ? reply.refuse(held) : stocktakeNow(db, id)
      },
    )

  /**
   * Misses what nobody saw, a page at a time, and closes. What is read here is looked at again under
   * the lock; as the scanning has ended, nothing becomes unseen that was not.
   */
  const miss = async (stocktake: StocktakeRow, asker: Asker): Promise<StocktakeRow | Refusal> => {
    const { id: stocktakeId, centreId } = stocktake
    const staffId = staffIdOf(asker)
    for (;;) {
      const unseen = await db.read(unseenCards(stocktake, FROM_START))
      if (unseen.length === 0)
        return db.write(centreId, (command) => endStocktake(command, stocktakeId, staffId))
      const cards = unseen.map(({ serial }) => ({ serial, incidentId: ids.next() }))
      const missed = await db.write(
        centreId,
        at(asker, (command) => missUnseen(command, { stocktakeId, cards, staffId })),
      )
      if (isRefusal(missed)) return missed
    }
  }

  /** Closes a stocktake, or goes on with a closing that was broken off. */
  const close = async (
    stocktake: StocktakeRow,
    missing: number,
    asker: Asker,
  ): Promise<StocktakeRow | Refusal> => {
    const closing = await db.write(stocktake.centreId, (command) =>
      beginClosing(command, stocktake.id, missing),
    )
    return isRefusal(closing) ? closing : miss(closing, asker)
  }

  /** The answer to whoever ends a stocktake: also one that another, or they themselves, just ended. */
  const closedView = async (
    id: string,
    outcome: StocktakeRow | Refusal,
    as: StocktakeRow['state'],
  ): Promise<StocktakeView | Refusal> => {
    if (isRefusal(outcome) && outcome.refused !== 'stocktake_closed') return outcome
    const view = await stocktakeNow(db, id)
    return isRefusal(outcome) && view.state !== as ? outcome : view
  }

  app.post(
    '/api/stocktakes/:stocktake/close',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'End a stocktake',
        description:
          'What nobody saw is missing from now on, each card with an incident; the closer says how many those are, so that no half-done stocktake is closed by mistake. One that was broken off is gone on with; said twice, it stays closed.',
        tags: ['stocktakes'],
        params: StocktakeParams,
        body: Type.Object(
          {
            missing: Type.Optional(
              Type.Integer({
                minimum: 0,
                maximum: MISSING_MAX,
                description:
                  'How many unseen cards the closer was shown, none unless said; when that is not their number now, it is refused with stocktake_unseen, which says it.',
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: StocktakeSchema },
      },
    },
    async (request, reply) => {
      const stocktake = await reach(request.params.stocktake, request.asker)
      if (isRefusal(stocktake)) return reply.refuse(stocktake)
      const closed = await close(stocktake, request.body.missing ?? 0, request.asker)
      const answer = await closedView(stocktake.id, closed, 'closed')
      return isRefusal(answer) ? reply.refuse(answer) : answer
    },
  )

  app.post(
    '/api/stocktakes/:stocktake/abandon',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Give a stocktake up',
        description: 'One begun by mistake: what it saw is kept, and no card is missing for it.',
        tags: ['stocktakes'],
        params: StocktakeParams,
        response: { 200: StocktakeSchema },
      },
    },
    async (request, reply) => {
      const stocktake = await reach(request.params.stocktake, request.asker)
      if (isRefusal(stocktake)) return reply.refuse(stocktake)
      const { id, centreId } = stocktake
      const staffId = staffIdOf(request.asker)
      const abandoned = await db.write(centreId, (command) =>
        abandonStocktake(command, id, staffId),
      )
      const answer = await closedView(id, abandoned, 'abandoned')
      return isRefusal(answer) ? reply.refuse(answer) : answer
    },
  )

  stocktakeReportRoutes(app, deps, reach)
}
