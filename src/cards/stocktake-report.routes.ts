import { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { Renderer } from '../../printers/renderer.ts'
import { type Asker, may } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { paperOf } from './stocktake.paper.view.ts'
import { StocktakeParams } from './stocktake.schemas.ts'
import type { NamedStocktake } from './stocktake.store.ts'
import { reportOf } from './stocktake.view.ts'

/** The signed reports of a stocktake that has ended: every card for machines, the rest for paper. */
export const stocktakeReportRoutes = (
  app: App,
  { db, vault, renderer }: Deps & { renderer: Pick<Renderer, 'stocktake'> },
  reach: (id: string, asker: Asker) => Promise<NamedStocktake | Refusal>,
): void => {
  const ended = async (id: string, asker: Asker): Promise<NamedStocktake | Refusal> => {
    const stocktake = await reach(id, asker)
    if (isRefusal(stocktake) || stocktake.closedAt !== null) return stocktake
    return refuse('stocktake_not_closed')
  }
  const headersFor = ({ place, closedAt }: NamedStocktake, ending: string) => ({
    'content-disposition': `attachment; filename="stocktake-${place}-${new Date(closedAt ?? 0).toISOString().slice(0, 10)}.${ending}"`,
    'cache-control': 'no-store',
  })

  app.get(
    '/api/stocktakes/:stocktake/report',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The signed report of a stocktake that has ended',
        description:
          'CSV: misplaced (put back), missing, unknown and found cards, the counts, who began and closed it, where the custody log stood, and a keyed hash of all of it.',
        tags: ['stocktakes'],
        params: StocktakeParams,
        response: {
          200: { content: { 'text/csv': { schema: Type.Unsafe<Readable>(Type.String()) } } },
        },
      },
    },
    async (request, reply) => {
      const stocktake = await ended(request.params.stocktake, request.asker)
      if (isRefusal(stocktake)) return reply.refuse(stocktake)
      return reply
        .type('text/csv; charset=utf-8')
        .headers(headersFor(stocktake, 'csv'))
        .send(Readable.from(reportOf(db, stocktake, vault.find)))
    },
  )

  app.get(
    '/api/stocktakes/:stocktake/report.pdf',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The same report on paper',
        description:
          'PDF, A4, in both languages: the counts, who began and closed it, and the misplaced, missing and unknown cards. Each page bears the signature of the CSV, as text and as a QR code.',
        tags: ['stocktakes'],
        params: StocktakeParams,
        response: {
          200: { content: { 'application/pdf': { schema: Type.Unsafe<Buffer>(Type.Any()) } } },
        },
      },
    },
    async (request, reply) => {
      const stocktake = await ended(request.params.stocktake, request.asker)
      if (isRefusal(stocktake)) return reply.refuse(stocktake)
      const [centre] = await db.read(centreById({ id: stocktake.centreId }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const pdf = await renderer.stocktake(await paperOf(db, stocktake, centre, vault.find))
      return reply
        .type('application/pdf')
        .headers(headersFor(stocktake, 'pdf'))
        .send(Buffer.from(pdf))
    },
  )
}
