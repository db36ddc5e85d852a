import { setTimeout } from 'node:timers/promises'
import { centreById, servicesOf } from '../centres/centre.store.ts'
import { doorsAt, lastClosing } from '../centres/hours.ts'
import { countersOf } from '../counters/counter.store.ts'
import type { CentreRow } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { Estimate } from '../live/events.ts'
import { type Calibration, calibrated, calibrationFrom } from './calibrate.ts'
import { durationsOr, estimate, type Outlook, type PlayCounter } from './estimate.ts'
import { aliveElsewhere } from './ticket.store.ts'
import { everyoneWaiting, keptEstimates, recentServings } from './waiting.store.ts'

/** Past so many, the wait is not estimated any more; the count is still true. */
const PLAYED_MAX = 2000
const FRESH_MS = 1000
/**
 * What playing may take of a process: a tenth, and reading for it about as much. With many full
 * halls each is played less often.
 */
const PLAYING_PART = 0.1
/** A hall that nobody has asked about for so long takes nothing any more. */
const FORGOTTEN_MS = 60_000

/** How long an outlook is fresh. @param playMs what playing each hall took that is asked about */
export const freshFor = (playMs: readonly number[]): number =>
  Math.max(FRESH_MS, playMs.reduce((sum, one) => sum + one, 0) / PLAYING_PART)

export interface KnownOutlook extends Outlook {
  /** As played, before it is held against the centre's record: what a new ticket keeps. */
  played: ReadonlyMap<string, Estimate>
  /** The revision it is at least as new as. */
  revision: number
  at: number
  /** What playing it took, without the rests. */
  playMs: number
}

/**
 * The newest outlook of every centre, worked out at most once a second each, and less often where a
 * process has so many full halls that it would do little else.
 */
export interface Outlooks {
  /** A fresh one; worked out now when it is older. */
  of(centreId: string): Promise<KnownOutlook>
  /** The newest known, without waiting; a fresher one is started when it is old. */
  known(centreId: string): KnownOutlook | undefined
}

const EMPTY: KnownOutlook = {
  newcomers: new Map(),
  tickets: new Map(),
  played: new Map(),
  revision: 0,
  at: 0,
  playMs: 0,
}

/** An outlook as it is told: what was played, held against what became of it lately. */
const told = ({ newcomers, tickets }: Outlook, by: Calibration): Outlook => ({
  newcomers: new Map([...newcomers].map(([id, one]) => [id, calibrated(one, by)])),
  tickets: new Map(
    [...tickets].map(([id, { ahead, estimate }]) => [
      id,
      { ahead, estimate: calibrated(estimate, by) },
    ]),
  ),
})

const UNTOLD: Estimate = { p50: null, p90: null }

/**
 * While the doors are closed nothing is promised to those who come, or came, to closed doors: nobody
 * knows whether they are called before it opens. Whoever came in time keeps their range.
 */
const behindDoors = (
  centre: CentreRow,
  waiting: readonly { id: string; waitingSince: number }[],
  { newcomers, tickets }: Outlook,
  now: number,
): Outlook => {
  const isOpen = doorsAt(centre, now).open
  if (isOpen && !centre.closed) return { newcomers, tickets }
  const since = isOpen ? null : lastClosing(centre, now)
  const late = new Set(
    waiting
      .filter(({ waitingSince }) => since !== null && waitingSince >= since)
      .map(({ id }) => id),
  )
  return {
    newcomers: new Map([...newcomers.keys()].map((id) => [id, UNTOLD])),
    tickets: new Map(
      [...tickets].map(([id, one]) => [id, late.has(id) ? { ...one, estimate: UNTOLD } : one]),
    ),
  }
}

/**
 * Long enough for a press that came meanwhile to be answered in: it takes several turns of the event
 * loop, and would wait for a piece in each if they followed one another.
 */
const REST_MS = 2

/** Lets whoever presses meanwhile be answered first: a full hall takes several milliseconds. */
const betweenOthers = async <R>(
  pieces: Generator<void, R, void>,
): Promise<{ result: R; playMs: number }> => {
  let playMs = 0
  for (;;) {
    const beganAt = performance.now()
    const piece = pieces.next()
    playMs += performance.now() - beganAt
    if (piece.done) return { result: piece.value, playMs }
    await setTimeout(REST_MS)
  }
}

/** Reads a centre's now and plays it. */
const workOut = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  centreId: string,
): Promise<KnownOutlook> => {
  const now = clock.now()
  const [centre] = await db.read(centreById({ id: centreId }))
  if (!centre) return { ...EMPTY, at: now }
  const [services, counters, waiting, elsewhere, record] = await Promise.all([
    db.read(servicesOf({ centreId })),
    db.read(countersOf({ centreId })),
    db.read(everyoneWaiting({ centreId, most: PLAYED_MAX })),
    db.read(aliveElsewhere({ centreId })),
    db.read(keptEstimates({ centreId })),
  ])
  const durations = new Map(
    await Promise.all(
      services.map(async ({ id, targetMin }) => {
        const recent = await db.read(recentServings({ centreId, serviceId: id }))
        const durationsMs = recent.map((one) => one.durationMs)
        return [id, durationsOr(durationsMs, targetMin)] as const
      }),
    ),
  )
  const playing: PlayCounter[] = counters
    .filter((counter) => counter.state === 'open')
    .map((counter) => {
      const current = elsewhere.find((row) => row.counterId === counter.id)
      return {
        services: counter.services,
        busy: current ? { serviceId: current.serviceId, since: current.stateSince } : null,
      }
    })
  const { result: outlook, playMs } = await betweenOthers(
    estimate({
      now,
      waiting,
      counters: playing,
      rates: centre.settings.rates,
      durations,
      services: services.map((service) => service.id),
    }),
  )
  const played = outlook.newcomers
  const held = told(outlook, calibrationFrom(record))
  const { revision } = centre
  return { ...behindDoors(centre, waiting, held, now), played, revision, at: now, playMs }
}

export const openOutlooks = (deps: Pick<Deps, 'db' | 'clock' | 'log'>): Outlooks => {
  const newest = new Map<string, KnownOutlook>()
  const underWay = new Map<string, Promise<KnownOutlook>>()
  const refresh = (centreId: string): Promise<KnownOutlook> => {
    const running = underWay.get(centreId)
    if (running) return running
    const fresh = workOut(deps, centreId)
      .then((outlook) => {
        newest.set(centreId, outlook)
        return outlook
      })
      .finally(() => underWay.delete(centreId))
    underWay.set(centreId, fresh)
    return fresh
  }
  const isFresh = ({ at }: KnownOutlook) => {
    const now = deps.clock.now()
    const asked = [...newest.values()].filter((one) => now - one.at < FORGOTTEN_MS)
    return now >= at && now - at < freshFor(asked.map(({ playMs }) => playMs))
  }
  return {
    of: async (centreId) => {
      const known = newest.get(centreId)
      return known && isFresh(known) ? known : refresh(centreId)
    },
    known: (centreId) => {
      const known = newest.get(centreId)
      if (!known || !isFresh(known)) {
        refresh(centreId).catch((error: unknown) => {
          // The database is away: the old outlook stays, and the next one who asks tries again.
          deps.log.warn({ err: error, centreId }, 'no fresh estimate')
        })
      }
      return known
    },
  }
}
