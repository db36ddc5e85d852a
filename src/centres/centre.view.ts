import { countersOf, openedAt, staffNames } from '../counters/counter.store.ts'
import { type CentreRow, run, runOne } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import { troubledDevices } from '../devices/device.store.ts'
import type { BoardView, CentreView, Estimate } from '../live/events.ts'
import { hoursBetween } from '../reports/report.store.ts'
import { tallyBy } from '../reports/report.ts'
import type { KnownOutlook, Outlooks } from '../tickets/outlook.ts'
import { type WaitingGroup, waitingGroups } from '../tickets/queue.store.ts'
import { aliveElsewhere, newestCalls } from '../tickets/ticket.store.ts'
import { iso } from '../tickets/ticket.view.ts'
import { longestWaits } from '../tickets/waiting.store.ts'
import { businessDay } from './business-day.ts'
import {
  centreById,
  centreForBoard,
  type ServiceRow,
  serviceIdsOf,
  servicesOf,
} from './centre.store.ts'
import { hangingOn } from './hall-notice.ts'
import { dayAt, doorsAt, holidaysFrom } from './hours.ts'

const BOARD_CALLS = 7
const MIN_MS = 60_000
const NO_ESTIMATE: Estimate = { p50: null, p90: null }

type Reader = Pick<Deps, 'db' | 'clock'> & { outlooks: Outlooks }

const waitingOf = (groups: readonly WaitingGroup[], serviceId: string): number => {
  const own = groups.filter((group) => group.serviceId === serviceId)
  return own.reduce((sum, group) => sum + group.count, 0)
}

const newcomer = (outlook: KnownOutlook | undefined, serviceId: string): Estimate =>
  outlook?.newcomers.get(serviceId) ?? NO_ESTIMATE

/** The lobby's view: the newest calls, and how many wait for each service. */
export const boardView = async (
  { db, clock, outlooks }: Reader,
  centreId: string,
): Promise<BoardView | undefined> => {
  const seen = await db.look(function* () {
    const centre = yield* runOne(centreForBoard({ id: centreId }))
    return (
      centre && {
        centre,
        services: yield* run(serviceIdsOf({ centreId })),
        calls: yield* run(newestCalls({ centreId })),
        groups: yield* run(waitingGroups({ centreId })),
      }
    )
  })
  if (!seen) return undefined
  const { centre, services, calls, groups } = seen
  const since = businessDay(clock.now(), centre).from
  // A call never waits for an estimate: the newest known one is good enough.
  const outlook = outlooks.known(centreId)
  const shown = new Set<string>()
  const newest = calls.filter(
    (call) => call.at >= since && !shown.has(call.ticketId) && shown.add(call.ticketId),
  )
  return {
    centre: centreId,
    revision: centre.revision,
    setup: centre.setupRevision,
    calls: newest.slice(0, BOARD_CALLS).map((call) => ({
      id: `${centreId}-${call.revision}`,
      number: call.number,
      counter: call.counterLabel,
      at: iso(call.at),
      recall: call.kind === 'recall',
    })),
    waiting: services.map(({ id }) => ({
      service: id,
      count: waitingOf(groups, id),
      estimate: newcomer(outlook, id),
    })),
  }
}

/** The supervisor's view of now: counters and queues. */
export const centreLiveView = async (
  { db, clock, outlooks }: Reader,
  centreId: string,
): Promise<CentreView | undefined> => {
  const now = clock.now()
  const seen = await db.look(function* () {
    const centre = yield* runOne(centreById({ id: centreId }))
    if (!centre) return undefined
    const { day } = businessDay(now, centre)
    const counters = yield* run(countersOf({ centreId }))
    const staffIds = counters.flatMap((counter) => counter.staffId ?? [])
    return {
      centre,
      counters,
      names: staffIds.length > 0 ? yield* run(staffNames(staffIds)) : [],
      services: yield* run(servicesOf({ centreId })),
      groups: yield* run(waitingGroups({ centreId })),
      longest: yield* run(longestWaits({ centreId })),
      elsewhere: yield* run(aliveElsewhere({ centreId })),
      hours: yield* run(hoursBetween({ centreId, from: day, to: day })),
      troubled: yield* run(troubledDevices({ centreId })),
    }
  })
  if (!seen) return undefined
  const { centre, counters, names, services, groups, longest, elsewhere, hours, troubled } = seen
  const outlook = await outlooks.of(centreId)
  const today = tallyBy(hours, ({ serviceId }) => serviceId)
  return {
    centre: centreId,
    counters: counters.map((counter) => {
      const ticket = elsewhere.find((row) => row.counterId === counter.id)
      const opened = openedAt(counter)
      return {
        id: counter.id,
        label: counter.label,
        state: counter.state,
        staff: names.find((one) => one.id === counter.staffId)?.name ?? null,
        pauseReason: counter.pauseReason,
        since: iso(counter.stateSince),
        openedAt: opened === null ? null : iso(opened),
        freeSince:
          counter.state === 'open' && !ticket ? iso(counter.freeSince ?? counter.stateSince) : null,
        services: counter.state === 'open' ? counter.services : [],
        serves: counter.state === 'closed' ? counter.capabilities : counter.services,
        number: ticket?.number ?? null,
        ticketState: ticket?.state ?? null,
        ticketSince: ticket ? iso(ticket.stateSince) : null,
      }
    }),
    services: services.map(({ id, targetMin }) => {
      const since = longest.find(({ serviceId }) => serviceId === id)?.since
      return {
        service: id,
        waiting: waitingOf(groups, id),
        longestMin: since === undefined ? null : Math.floor(Math.max(0, now - since) / MIN_MS),
        longestSince: since === undefined ? null : iso(since),
        targetMin,
        servedToday: today.get(id)?.served ?? 0,
        estimate: newcomer(outlook, id),
      }
    }),
    printers: troubled.flatMap(({ id, name, printerFailure, printerFailedAt }) =>
      printerFailure === null || printerFailedAt === null
        ? []
        : [{ device: id, name, failure: printerFailure, since: iso(printerFailedAt) }],
    ),
    revision: centre.revision,
  }
}

export const serviceView = (
  row: ServiceRow,
  groups: readonly WaitingGroup[],
  outlook: KnownOutlook | undefined,
) => ({
  id: row.id,
  prefix: row.prefix,
  name: { ar: row.nameAr, en: row.nameEn },
  requirements: { ar: row.requirementsAr, en: row.requirementsEn },
  targetMin: row.targetMin,
  onlineUrl: row.onlineUrl,
  worksOnCards: row.worksOnCards,
  pictogram: row.pictogram,
  waiting: waitingOf(groups, row.id),
  estimate: newcomer(outlook, row.id),
})

export const centreSummary = (row: CentreRow) => ({
  id: row.id,
  name: { ar: row.nameAr, en: row.nameEn },
  timeZone: row.timeZone,
  closed: row.closed,
})

/** A centre as everybody may see it: hours, services with their wait, counters' labels. */
export const centreView = async (
  { db, clock, outlooks, publicUrl }: Reader & Pick<Deps, 'publicUrl'>,
  centreId: string,
) => {
  const [centre] = await db.read(centreById({ id: centreId }))
  if (!centre) return undefined
  const [services, counters, groups] = await Promise.all([
    db.read(servicesOf({ centreId })),
    db.read(countersOf({ centreId })),
    db.read(waitingGroups({ centreId })),
  ])
  const outlook = await outlooks.of(centreId)
  const now = clock.now()
  const { open, opensAt, closesAt } = centre.closed
    ? { open: false, opensAt: null, closesAt: null }
    : doorsAt(centre, now)
  return {
    ...centreSummary(centre),
    open,
    opensAt: opensAt === null ? null : iso(opensAt),
    closesAt: closesAt === null ? null : iso(closesAt),
    dayEndsAt: iso(businessDay(now, centre).until),
    hours: centre.hours,
    holidays: holidaysFrom(centre, now),
    hallNotices: hangingOn(centre.settings.hallNotices ?? [], dayAt(centre, now)).map(
      ({ text: { ar, en }, lastDay }) => ({ text: { ar, en }, lastDay }),
    ),
    joinFromAnywhere: centre.settings.joinFromAnywhere,
    publicUrl: publicUrl(),
    services: services.map((row) => serviceView(row, groups, outlook)),
    counters: counters.map(({ id, label, section }) => ({ id, label, section })),
    setup: centre.setupRevision,
    revision: centre.revision,
  }
}
