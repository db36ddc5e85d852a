import { Type } from 'typebox'
import { may, mayActIn } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import { CSV_MARK, csvLine } from '../csv.ts'
import type { CentreRow } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { languageOf } from '../language.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { Bilingual, CentreParams, Id, Iso, Language } from '../schemas.ts'
import { workbookOf } from '../xlsx.ts'
import { daysBetween, REPORT_DAYS_MAX } from './report.ts'
import { centresReport, historyReport, todayReport } from './report.view.ts'
import { tableNames, tablesOf } from './table.ts'

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const Day = Type.String({ format: 'date', description: 'A day of the centre, `2026-11-24`.' })
const range = { from: Day, to: Day }
const Range = Type.Object(range, { additionalProperties: false })

const Count = Type.Integer({ minimum: 0 })
const Hour = Type.Integer({ minimum: 0, maximum: 23, description: 'Of the centre’s clock.' })
const Seconds = Type.Union([Type.Integer(), Type.Null()])
const Lengths = Type.Object(
  { count: Count, p50Sec: Seconds, p90Sec: Seconds },
  { description: 'Within so many seconds for half, and for nine in ten; null: longer, or none.' },
)
const flow = { issued: Count, called: Count, served: Count, waiting: Lengths }
const Flow = Type.Object(flow)
const figures = {
  ...flow,
  noShow: Count,
  left: Count,
  walking: Lengths,
  serving: Lengths,
  wrapUp: Lengths,
}
const Usual = Type.Union([Flow, Type.Null()], {
  description: 'The middle of the same weekday in the last eight weeks; null: too few such days.',
})
const today = {
  usualDays: Type.Integer({ minimum: 0, description: 'How many days the usual one is made of.' }),
  soFar: Type.Object(
    { today: Flow, usual: Usual },
    {
      description:
        'Until now, and what is usual until this time of the day: of the hour that is not over, the share that has passed.',
    },
  ),
}
const TodayReport = Type.Object({
  centre: Id,
  day: Day,
  at: Iso,
  hour: Hour,
  ...today,
  hours: Type.Array(Type.Object({ hour: Hour, today: Flow, usual: Usual })),
})
const History = Type.Object({
  centre: Id,
  ...range,
  countedFrom: Type.Union([Day, Type.Null()], {
    description: 'The first day that was counted: there are no figures before it.',
  }),
  daysCounted: Count,
  total: Type.Object(figures),
  days: Type.Array(Type.Object({ day: Day, ...figures })),
  hours: Type.Array(Type.Object({ hour: Hour, ...figures })),
  services: Type.Array(
    Type.Object({
      service: Id,
      name: Bilingual,
      targetMin: Type.Union([Type.Integer(), Type.Null()]),
      withinTarget: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
        description: 'The share of those called who waited no longer than the target.',
      }),
      ...figures,
    }),
  ),
  week: Type.Array(
    Type.Object({
      weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1 Monday to 7 Sunday.' }),
      hour: Hour,
      days: Count,
      issued: Count,
      waiting: Lengths,
    }),
  ),
})
const Beside = Type.Object({
  centre: Id,
  name: Bilingual,
  closed: Type.Boolean({ description: 'For good.' }),
  counters: Type.Object({ open: Count, all: Count }),
  queues: Type.Array(
    Type.Object({
      service: Id,
      name: Bilingual,
      waiting: Count,
      since: Iso,
      targetMin: Type.Integer(),
    }),
  ),
  ...today,
})

const description =
  'Days and hours are of the business day and the clock of the centre; what happened counts in the hour in which it was over. Of waiting, only what a call ended has a length here. Lengths are told by the upper end of the class they fall into.'

/** What happened to visitors, in figures: for those who answer for a centre. */
export const reportRoutes = async (app: App, deps: Deps): Promise<void> => {
  const tags = ['reports']
  const centreOf = async (id: string): Promise<CentreRow | Refusal> =>
    (await deps.db.read(centreById({ id })))[0] ?? refuse('unknown_centre')

  /** The history that is asked for, or why there is none. */
  const historyOf = async (centreId: string, asked: { from: string; to: string }) => {
    const days = daysBetween(asked.from, asked.to)
    if (days === 0 || days > REPORT_DAYS_MAX) return refuse('bad_range', { days: REPORT_DAYS_MAX })
    const centre = await centreOf(centreId)
    return isRefusal(centre) ? centre : historyReport(deps, centre, asked)
  }

  app.get(
    '/api/reports/centres',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'The centres one belongs to, side by side: queues and counters now, and the day',
        tags,
        response: { 200: Type.Array(Beside) },
      },
    },
    async ({ asker }) => centresReport(deps, (centreId) => mayActIn(asker, centreId)),
  )

  app.get(
    '/api/centres/:centre/reports/today',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'Today, hour by hour, beside the same weekday of the last eight weeks',
        description,
        tags,
        params: CentreParams,
        response: { 200: TodayReport },
      },
    },
    async ({ params }, reply) => {
      const centre = await centreOf(params.centre)
      return isRefusal(centre) ? reply.refuse(centre) : todayReport(deps, centre)
    },
  )

  app.get(
    '/api/centres/:centre/reports/history',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'What happened from one day to another, by day, hour, service and week',
        description: `At most ${REPORT_DAYS_MAX} days, both ends included. ${description}`,
        tags,
        params: CentreParams,
        querystring: Range,
        response: { 200: History },
      },
    },
    async ({ params, query }, reply) => {
      const history = await historyOf(params.centre, query)
      return isRefusal(history) ? reply.refuse(history) : history
    },
  )

  app.get(
    '/api/centres/:centre/reports/history.csv',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'One of its tables',
        description,
        tags,
        params: CentreParams,
        querystring: Type.Object(
          { ...range, table: Type.Optional(Type.Enum([...tableNames], { default: 'days' })) },
          { additionalProperties: false },
        ),
        response: { 200: { content: { 'text/csv': { schema: Type.String() } } } },
      },
    },
    async ({ params, query: { table = 'days', from, to } }, reply) => {
      const history = await historyOf(params.centre, { from, to })
      if (isRefusal(history)) return reply.refuse(history)
      const { headings, rows } = tablesOf(history)[table]
      const lines = [headings, ...rows].map((row) => csvLine(row.map((cell) => String(cell ?? ''))))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${table}-${from}-${to}.csv"`)
        .send(`${CSV_MARK}${lines.join('')}`)
    },
  )

  app.get(
    '/api/centres/:centre/reports/history.xlsx',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'All of its tables as a workbook, a sheet each',
        description: `Its sheets are named in, and read in the direction of, a language: that of Accept-Language unless said. ${description}`,
        tags,
        params: CentreParams,
        querystring: Type.Object(
          { ...range, language: Type.Optional(Language) },
          { additionalProperties: false },
        ),
        response: {
          200: { content: { [XLSX_TYPE]: { schema: Type.Unsafe<Buffer>(Type.Any()) } } },
        },
      },
    },
    async ({ params, query: { language, from, to }, headers }, reply) => {
      const history = await historyOf(params.centre, { from, to })
      if (isRefusal(history)) return reply.refuse(history)
      const tables = Object.values(tablesOf(history))
      const own = language ?? languageOf(headers['accept-language'])
      return reply
        .type(XLSX_TYPE)
        .header('content-disposition', `attachment; filename="visits-${from}-${to}.xlsx"`)
        .send(await workbookOf(tables, own))
    },
  )
}
