import type { Bilingual } from '../language.ts'
import { allWithinTarget, type History } from './history.ts'
import { type Lengths, LONGEST_SEC, type VisitFigures } from './report.ts'

const MIN_SEC = 60

export const tableNames = ['days', 'hours', 'services', 'week'] as const
export type TableName = (typeof tableNames)[number]

export const besideTableNames = ['centres', 'centre_days', 'centre_services'] as const
export type BesideTableName = (typeof besideTableNames)[number]

/** A table to be taken away: numbers stay numbers, null is an empty cell. */
export interface ReportTable {
  title: Bilingual
  headings: string[]
  rows: (string | number | null)[][]
}

/** Both languages in one heading, as in every table that is taken away from here. */
const both = ({ ar, en }: Bilingual): string => `${en} / ${ar}`

const weekdays: readonly Bilingual[] = [
  { ar: 'الاثنين', en: 'Monday' },
  { ar: 'الثلاثاء', en: 'Tuesday' },
  { ar: 'الأربعاء', en: 'Wednesday' },
  { ar: 'الخميس', en: 'Thursday' },
  { ar: 'الجمعة', en: 'Friday' },
  { ar: 'السبت', en: 'Saturday' },
  { ar: 'الأحد', en: 'Sunday' },
]

const hourName = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

/** Minutes; a length that is longer than all that are told apart says so. */
const minutes = (seconds: number | null, count: number): string | number | null => {
  if (count === 0) return null
  return seconds === null ? `> ${LONGEST_SEC / MIN_SEC}` : seconds / MIN_SEC
}

const lengthCells = ({ count, p50Sec, p90Sec }: Lengths) => [
  minutes(p50Sec, count),
  minutes(p90Sec, count),
]

const counted = [
  { ar: 'صدرت', en: 'issued' },
  { ar: 'نوديت', en: 'called' },
  { ar: 'خُدمت', en: 'served' },
  { ar: 'لم يحضر', en: 'no-shows' },
  { ar: 'غادر', en: 'left' },
].map(both)

const half = (what: Bilingual) => [
  both({ ar: `${what.ar}، النصف خلال (دقيقة)`, en: `${what.en}, half within (min)` }),
  both({ ar: `${what.ar}، تسعة من عشرة خلال (دقيقة)`, en: `${what.en}, nine in ten within (min)` }),
]

const waitingHeadings = half({ ar: 'الانتظار', en: 'waiting' })

const figureHeadings = [
  ...counted,
  ...waitingHeadings,
  ...half({ ar: 'الوصول إلى النافذة', en: 'walking' }),
  ...half({ ar: 'الخدمة', en: 'serving' }),
  ...half({ ar: 'ما بعد الخدمة', en: 'wrap-up' }),
]

const figureCells = (figures: VisitFigures) => {
  const { issued, called, served, noShow, left, waiting, walking, serving, wrapUp } = figures
  return [
    ...[issued, called, served, noShow, left],
    ...[waiting, walking, serving, wrapUp].flatMap(lengthCells),
  ]
}

const inTarget = both({ ar: 'ضمن الهدف (%)', en: 'within target (%)' })

const percent = (share: number | null): number | null =>
  share === null ? null : Math.round(share * 1000) / 10

const dayHeadings = [both({ ar: 'اليوم', en: 'day' }), ...figureHeadings]

const serviceHeadings = [
  'الخدمة',
  'service',
  both({ ar: 'الهدف (دقيقة)', en: 'target (min)' }),
  inTarget,
  ...figureHeadings,
]

/** The tables of a history, one at a time or all of them in a workbook. */
export const tablesOf = ({ days, hours, services, week }: History) =>
  ({
    days: {
      title: { ar: 'الأيام', en: 'Days' },
      headings: dayHeadings,
      rows: days.map((one) => [one.day, ...figureCells(one)]),
    },
    hours: {
      title: { ar: 'الساعات', en: 'Hours' },
      headings: [both({ ar: 'الساعة', en: 'hour' }), ...figureHeadings],
      rows: hours.map((one) => [hourName(one.hour), ...figureCells(one)]),
    },
    services: {
      title: { ar: 'الخدمات', en: 'Services' },
      headings: serviceHeadings,
      rows: services.map((one) => [
        ...[one.name.ar, one.name.en, one.targetMin],
        percent(one.withinTarget),
        ...figureCells(one),
      ]),
    },
    week: {
      title: { ar: 'الأسبوع', en: 'Week' },
      headings: [
        both({ ar: 'يوم الأسبوع', en: 'weekday' }),
        both({ ar: 'الساعة', en: 'hour' }),
        both({ ar: 'عدد الأيام', en: 'days' }),
        both({ ar: 'صدرت', en: 'issued' }),
        ...waitingHeadings,
      ],
      rows: week.map(({ weekday, hour, days: count, issued, waiting }) => [
        both(weekdays[weekday - 1] ?? { ar: '', en: '' }),
        hourName(hour),
        ...[count, issued],
        ...lengthCells(waiting),
      ]),
    },
  }) satisfies Record<TableName, ReportTable>

/** A centre's history, under its name. */
interface Named {
  name: Bilingual
  history: History
}

/** Centres side by side, and their days and services one centre below another. */
export const besideTablesOf = (centres: readonly Named[]) => {
  const centre = ['المركز', 'centre']
  const tables = centres.map(({ name, history }) => ({ name, ...tablesOf(history) }))
  const rowsOf = (which: 'days' | 'services') =>
    tables.flatMap(({ name, [which]: { rows } }) => rows.map((row) => [name.ar, name.en, ...row]))
  return {
    centres: {
      title: { ar: 'المراكز', en: 'Centres' },
      headings: [...centre, both({ ar: 'عدد الأيام', en: 'days' }), inTarget, ...figureHeadings],
      rows: centres.map(({ name, history: { daysCounted, services, total } }) => [
        ...[name.ar, name.en, daysCounted, percent(allWithinTarget(services))],
        ...figureCells(total),
      ]),
    },
    centre_days: {
      title: { ar: 'الأيام', en: 'Days' },
      headings: [...centre, ...dayHeadings],
      rows: rowsOf('days'),
    },
    centre_services: {
      title: { ar: 'الخدمات', en: 'Services' },
      headings: [...centre, ...serviceHeadings],
      rows: rowsOf('services'),
    },
  } satisfies Record<BesideTableName, ReportTable>
}
