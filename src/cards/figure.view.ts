import { DateTime } from 'luxon'
import { businessDay } from '../centres/business-day.ts'
import { CSV_MARK, csvLine } from '../csv.ts'
import type { CentreRow } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import { countsBetween, lyingSince } from './figure.store.ts'
import {
  AGES_DAYS,
  monthOf,
  type StepCounts,
  type Stretch,
  searchesOf,
  stepsBy,
  stretchOf,
} from './figure.ts'
import { sectionsOf } from './post.view.ts'

const DAY_MS = 24 * 60 * 60_000

export interface CardFigures {
  centre: string
  /** The first and the last day counted, `2026-11-24`. */
  from: string
  to: string
  sections: { section: string; name: { ar: string; en: string }; cards: number; capacity: number }[]
  /** Cards that lie ready for so many days at most; null: for longer than all of these. */
  ages: { upToDays: number | null; cards: number }[]
  toShelf: Stretch
  toHandover: Stretch
  searches: { avoided: number; needed: number }
  days: (StepCounts & { day: string })[]
  months: (StepCounts & { month: string })[]
}

const agesOf = async ({ db, clock }: Pick<Deps, 'db' | 'clock'>, centreId: string) => {
  const now = clock.now()
  const bounds = [...AGES_DAYS, null]
  return Promise.all(
    bounds.map(async (upToDays, at) => {
      const younger = at === 0 ? null : (bounds[at - 1] ?? null)
      const [lying] = await db.read(
        lyingSince({
          centreId,
          from: upToDays === null ? 0 : now - upToDays * DAY_MS,
          // The clock may have been put back since the youngest came.
          before: younger === null ? Number.MAX_SAFE_INTEGER : now - younger * DAY_MS,
        }),
      )
      return { upToDays, cards: lying?.cards ?? 0 }
    }),
  )
}

/** The last so many days of a centre, today included. */
const daysOf = ({ now, days, centre }: { now: number; days: number; centre: CentreRow }) => {
  const to = businessDay(now, centre).day
  const from = DateTime.fromISO(to, { zone: 'utc' })
    .minus({ days: days - 1 })
    .toFormat('yyyy-MM-dd')
  return { from, to }
}

const countsOf = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  centre: CentreRow,
  days: number,
) => {
  const span = daysOf({ now: clock.now(), days, centre })
  return { span, counts: await db.read(countsBetween({ centreId: centre.id, ...span })) }
}

/** The post section in figures: what lies there now, and what happened in the last so many days. */
export const cardFigures = async (
  deps: Pick<Deps, 'db' | 'clock'>,
  centre: CentreRow,
  days: number,
): Promise<CardFigures> => {
  const [{ span, counts }, sections, ages] = await Promise.all([
    countsOf(deps, centre, days),
    sectionsOf(deps.db, centre.id),
    agesOf(deps, centre.id),
  ])
  return {
    centre: centre.id,
    ...span,
    sections,
    ages,
    toShelf: stretchOf(counts, 'to_shelf'),
    toHandover: stretchOf(counts, 'to_handover'),
    searches: searchesOf(counts),
    days: stepsBy(counts, (day) => day).map(({ key, steps }) => ({ day: key, ...steps })),
    months: stepsBy(counts, monthOf).map(({ key, steps }) => ({ month: key, ...steps })),
  }
}

/** Both languages in one heading, as in every table that is taken away from here. */
const HEADINGS = [
  'day / اليوم',
  'received / وردت',
  'shelved / وُضعت على الرف',
  'picked / جُلبت',
  'handed over / سُلّمت',
  'missing / فُقدت',
  'found / عُثر عليها',
]

/** The same days as a table for spreadsheets. */
export const cardFiguresCsv = async (
  deps: Pick<Deps, 'db' | 'clock'>,
  centre: CentreRow,
  days: number,
): Promise<{ text: string; from: string; to: string }> => {
  const { span, counts } = await countsOf(deps, centre, days)
  const lines = stepsBy(counts, (day) => day).map(
    ({ key, steps: { received, shelved, picked, handed_over, missing, found } }) =>
      csvLine([key, ...[received, shelved, picked, handed_over, missing, found].map(String)]),
  )
  return { text: `${CSV_MARK}${csvLine(HEADINGS)}${lines.join('')}`, ...span }
}
