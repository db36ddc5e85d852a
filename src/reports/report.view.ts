import { businessDay, hourPassed, localHour } from '../centres/business-day.ts'
import { allCentres, servicesOf } from '../centres/centre.store.ts'
import { countersOf } from '../counters/counter.store.ts'
import type { CentreRow } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { Bilingual } from '../language.ts'
import { waitingGroups } from '../tickets/queue.store.ts'
import { iso } from '../tickets/ticket.view.ts'
import { longestWaits } from '../tickets/waiting.store.ts'
import { allWithinTarget, gather, type History, historyOf, nothingGathered } from './history.ts'
import { firstCounted, hoursBetween, hoursOfDays } from './report.store.ts'
import { slicesOf, type VisitFigures } from './report.ts'
import { type Today, todayAgainstUsual, usualDaysBefore } from './usual.ts'

type Reader = Pick<Deps, 'db' | 'clock'>

export interface TodayReport extends Today {
  centre: string
  day: string
  /** When it was read. */
  at: string
  /** The hour that is not over yet. */
  hour: number
}

/** Today beside the same weekday of the weeks before. */
export const todayReport = async (
  { db, clock }: Reader,
  centre: CentreRow,
): Promise<TodayReport> => {
  const now = clock.now()
  const { day } = businessDay(now, centre)
  const { timeZone, dayEndsAtMin } = centre
  const hour = localHour(now, timeZone)
  const hours = await db.read(hoursOfDays(centre.id, [day, ...usualDaysBefore(day)]))
  return {
    centre: centre.id,
    day,
    at: iso(now),
    hour,
    ...todayAgainstUsual(hours, { day, hour, passed: hourPassed(now, timeZone), dayEndsAtMin }),
  }
}

export interface HistoryReport extends History {
  centre: string
  from: string
  to: string
  /** The first day on which anything was ever counted: there are no figures before it. */
  countedFrom: string | null
}

/**
 * What happened from one day to another. A long range is read a slice at a time, so that a call does
 * not wait behind a year.
 */
export const historyReport = async (
  { db, clock }: Reader,
  centre: CentreRow,
  { from, to }: { from: string; to: string },
): Promise<HistoryReport> => {
  const centreId = centre.id
  const { timeZone, dayEndsAtMin } = centre
  const at = clock.now()
  const now = { day: businessDay(at, centre).day, hour: localHour(at, timeZone), dayEndsAtMin }
  const [services, [first]] = await Promise.all([
    db.read(servicesOf({ centreId })),
    db.read(firstCounted({ centreId })),
  ])
  const gathered = nothingGathered()
  for (const slice of slicesOf(from, to))
    gather(gathered, await db.read(hoursBetween({ centreId, ...slice })), now)
  const named = services.map(({ id, nameAr, nameEn, targetMin }) => ({
    id,
    name: { ar: nameAr, en: nameEn },
    targetMin,
  }))
  return {
    centre: centreId,
    from,
    to,
    countedFrom: first?.day ?? null,
    ...historyOf(gathered, named, now),
  }
}

/** One centre as it stands beside others: its queues and counters now, and its day. */
export interface CentreBeside extends Pick<TodayReport, 'usualDays' | 'soFar'> {
  centre: string
  name: Bilingual
  /** For good. */
  closed: boolean
  counters: { open: number; all: number }
  /** Services for which somebody waits, since when the first of them. */
  queues: { service: string; name: Bilingual; waiting: number; since: string; targetMin: number }[]
}

const besideOthers = async (deps: Reader, centre: CentreRow): Promise<CentreBeside> => {
  const centreId = centre.id
  const [services, counters, groups, longest, today] = await Promise.all([
    deps.db.read(servicesOf({ centreId })),
    deps.db.read(countersOf({ centreId })),
    deps.db.read(waitingGroups({ centreId })),
    deps.db.read(longestWaits({ centreId })),
    todayReport(deps, centre),
  ])
  const waitingFor = (serviceId: string) =>
    groups.reduce((sum, one) => (one.serviceId === serviceId ? sum + one.count : sum), 0)
  const { usualDays, soFar } = today
  return {
    centre: centreId,
    name: { ar: centre.nameAr, en: centre.nameEn },
    closed: centre.closed,
    counters: {
      open: counters.filter(({ state }) => state === 'open').length,
      all: counters.length,
    },
    queues: services.flatMap(({ id, nameAr, nameEn, targetMin }) => {
      const since = longest.find(({ serviceId }) => serviceId === id)?.since
      if (since === undefined) return []
      const name = { ar: nameAr, en: nameEn }
      return [{ service: id, name, waiting: waitingFor(id), since: iso(since), targetMin }]
    }),
    usualDays,
    soFar,
  }
}

const centresFor = async (
  { db }: Reader,
  mayLookAt: (centreId: string) => boolean,
): Promise<CentreRow[]> => (await db.read(allCentres({}))).filter(({ id }) => mayLookAt(id))

/** A centre with what happened in it from one day to another. */
export interface CentreHistory extends Pick<CentreBeside, 'centre' | 'name' | 'closed'> {
  history: HistoryReport
}

/** What happened in a centre, to be held against others. */
export interface CentreFigures
  extends VisitFigures,
    Pick<CentreBeside, 'centre' | 'name' | 'closed'>,
    Pick<HistoryReport, 'countedFrom' | 'daysCounted'> {
  /** The share of those called who waited no longer than their service's target; null: nobody. */
  withinTarget: number | null
}

export const centreFigures = ({ history, ...centre }: CentreHistory): CentreFigures => ({
  ...centre,
  countedFrom: history.countedFrom,
  daysCounted: history.daysCounted,
  withinTarget: allWithinTarget(history.services),
  ...history.total,
})

/** The histories of the centres that somebody may look at: one after another, as what stands now. */
export const centresHistory = async (
  deps: Reader,
  mayLookAt: (centreId: string) => boolean,
  range: { from: string; to: string },
): Promise<CentreHistory[]> => {
  const beside: CentreHistory[] = []
  for (const centre of await centresFor(deps, mayLookAt)) {
    const name = { ar: centre.nameAr, en: centre.nameEn }
    const history = await historyReport(deps, centre, range)
    beside.push({ centre: centre.id, name, closed: centre.closed, history })
  }
  return beside
}

/** The centres that somebody may look at, side by side: one after another, for there may be many. */
export const centresReport = async (
  deps: Reader,
  mayLookAt: (centreId: string) => boolean,
): Promise<CentreBeside[]> => {
  const beside: CentreBeside[] = []
  for (const centre of await centresFor(deps, mayLookAt))
    beside.push(await besideOthers(deps, centre))
  return beside
}
