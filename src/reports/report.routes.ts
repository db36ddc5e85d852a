import { Type } from 'typebox'
import { type Asker, may, mayActIn } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import { CSV_MARK, csvLine } from '../csv.ts'
import type { CentreRow } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { languageOf } from '../language.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { CentreParams, Language } from '../schemas.ts'
import { workbookOf } from '../xlsx.ts'
import {
  type Asked,
  Beside,
  CentresHistory,
  History,
  Range,
  range,
  TodayReport,
} from './report.schemas.ts'
import { daysBetween, REPORT_DAYS_MAX } from './report.ts'
import {
  centreFigures,
  centresHistory,
  centresReport,
  historyReport,
  todayReport,
} from './report.view.ts'
import {
  besideTableNames,
  besideTablesOf,
  type ReportTable,
  tableNames,
  tablesOf,
} from './table.ts'

const CSV_TYPE = 'text/csv; charset=utf-8'
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const description =
  'Days and hours are of the business day and the clock of the centre; what happened counts in the hour in which it was over. Of waiting, only what a call ended has a length here. Lengths are told by the upper end of the class they fall into.'

const textOf = ({ headings, rows }: ReportTable): string =>
  `${CSV_MARK}${[headings, ...rows].map((row) => csvLine(row.map((cell) => String(cell ?? '')))).join('')}`

const attached = (name: string) => `attachment; filename="${name}"`

/** What happened to visitors, in figures: for those who answer for a centre. */
export const reportRoutes = async (app: App, deps: Deps): Promise<void> => {
  const tags = ['reports']
  const centreOf = async (id: string): Promise<CentreRow | Refusal> =>
    (await deps.db.read(centreById({ id })))[0] ?? refuse('unknown_centre')

  const isRange = ({ from, to }: Asked): boolean => {
    const days = daysBetween(from, to)
    return days > 0 && days <= REPORT_DAYS_MAX
  }
  const noRange = () => refuse('bad_range', { days: REPORT_DAYS_MAX })

  /** The history that is asked for, or why there is none. */
  const historyOf = async (centreId: string, asked: Asked) => {
    if (!isRange(asked)) return noRange()
    const centre = await centreOf(centreId)
    return isRefusal(centre) ? centre : historyReport(deps, centre, asked)
  }

  /** The same of every centre that the asker belongs to. */
  const historiesFor = async (asker: Asker, asked: Asked) =>
    isRange(asked)
      ? centresHistory(deps, (centreId) => mayActIn(asker, centreId), asked)
      : noRange()

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
    '/api/reports/centres/history',
    {
      config: { may: may.supervisors },
      schema: {
        summary:
          'What happened in the centres one belongs to from one day to another, side by side',
        description: `At most ${REPORT_DAYS_MAX} days, both ends included. ${description}`,
        tags,
        querystring: Range,
        response: { 200: CentresHistory },
      },
    },
    async ({ asker, query }, reply) => {
      const centres = await historiesFor(asker, query)
      if (isRefusal(centres)) return reply.refuse(centres)
      return { ...query, centres: centres.map(centreFigures) }
    },
  )

  app.get(
    '/api/reports/centres/history.csv',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'One of the tables of centres side by side',
        description,
        tags,
        querystring: Type.Object(
          {
            ...range,
            table: Type.Optional(Type.Enum([...besideTableNames], { default: 'centres' })),
          },
          { additionalProperties: false },
        ),
        response: { 200: { content: { 'text/csv': { schema: Type.String() } } } },
      },
    },
    async ({ asker, query: { table = 'centres', from, to } }, reply) => {
      const centres = await historiesFor(asker, { from, to })
      if (isRefusal(centres)) return reply.refuse(centres)
      return reply
        .type(CSV_TYPE)
        .header('content-disposition', attached(`${table}-${from}-${to}.csv`))
        .send(textOf(besideTablesOf(centres)[table]))
    },
  )

  app.get(
    '/api/reports/centres/history.xlsx',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'The tables of centres side by side as a workbook, a sheet each',
        description: `Its sheets are named in, and read in the direction of, a language: that of Accept-Language unless said. ${description}`,
        tags,
        querystring: Type.Object(
          { ...range, language: Type.Optional(Language) },
          { additionalProperties: false },
        ),
        response: {
          200: { content: { [XLSX_TYPE]: { schema: Type.Unsafe<Buffer>(Type.Any()) } } },
        },
      },
    },
    async ({ asker, query: { language, from, to }, headers }, reply) => {
      const centres = await historiesFor(asker, { from, to })
      if (isRefusal(centres)) return reply.refuse(centres)
      const own = language ?? languageOf(headers['accept-language'])
      return reply
        .type(XLSX_TYPE)
        .header('content-disposition', attached(`centres-${from}-${to}.xlsx`))
        .send(await workbookOf(Object.values(besideTablesOf(centres)), own))
    },
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
      return reply
        .type(CSV_TYPE)
        .header('content-disposition', attached(`${table}-${from}-${to}.csv`))
        .send(textOf(tablesOf(history)[table]))
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
        .header('content-disposition', attached(`visits-${from}-${to}.xlsx`))
        .send(await workbookOf(tables, own))
    },
  )
}
